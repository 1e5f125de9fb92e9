package io.jenkins.plugins.openfactory.evidence.view;

import io.jenkins.plugins.openfactory.store.ExchangeRow;
import java.util.Optional;

/**
 * One exchange with the model.
 *
 * @param key what its prompt and reply are found by
 * @param at when the question was sent, ISO 8601 in UTC
 * @param attempt which question of its purpose it was, from 1
 * @param model which model answered
 * @param usd its price in US dollars; empty where the price is unknown
 * @param millis how long the reply took
 * @param tries how many calls it needed
 */
public record ExchangeView(
        String key,
        String at,
        String stage,
        Optional<String> ticket,
        String purpose,
        int attempt,
        String model,
        int promptTokens,
        int completionTokens,
        Optional<Double> usd,
        long millis,
        String finish,
        int tries) {
    static ExchangeView of(ExchangeRow row) {
        return new ExchangeView(
                row.effectKey(),
                row.at().minusMillis(row.latencyMillis()).toString(),
                row.stage().id(),
                row.ticketId(),
                row.purpose(),
                row.attempt(),
                row.modelId(),
                row.promptTokens(),
                row.completionTokens(),
                row.usd(),
                row.latencyMillis(),
                row.finishReason(),
                row.tries());
    }
}
