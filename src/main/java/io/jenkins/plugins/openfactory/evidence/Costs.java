package io.jenkins.plugins.openfactory.evidence;

import io.jenkins.plugins.openfactory.store.ExchangeRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What exchanges with models took together.
 *
 * @param name the stage, the ticket or the model
 * @param usd US dollars of those whose price is known
 * @param unpriced how many have no known price
 */
public record Costs(String name, int exchanges, long promptTokens, long completionTokens, double usd, int unpriced) {
    /** By stage, then by ticket, then by model where several answered; each in the order of its first exchange. */
    public static List<Costs> of(List<ExchangeRow> exchanges) {
        List<Costs> all =
                new ArrayList<>(by(exchanges, row -> Optional.of(row.stage().title())));
        all.addAll(by(exchanges, row -> row.ticketId().map(id -> "ticket " + id)));
        List<Costs> models = by(exchanges, row -> Optional.of("model " + row.modelId()));
        if (models.size() > 1) {
            all.addAll(models);
        }
        return List.copyOf(all);
    }

    private static List<Costs> by(List<ExchangeRow> exchanges, Function<ExchangeRow, Optional<String>> name) {
        Map<String, Costs> sums = new LinkedHashMap<>();
        for (ExchangeRow row : exchanges) {
            name.apply(row).ifPresent(key -> sums.merge(key, one(key, row), Costs::plus));
        }
        return List.copyOf(sums.values());
    }

    private static Costs one(String name, ExchangeRow row) {
        return new Costs(
                name,
                1,
                row.promptTokens(),
                row.completionTokens(),
                row.usd().orElse(0.0),
                row.usd().isPresent() ? 0 : 1);
    }

    private Costs plus(Costs more) {
        return new Costs(
                name,
                exchanges + more.exchanges,
                promptTokens + more.promptTokens,
                completionTokens + more.completionTokens,
                usd + more.usd,
                unpriced + more.unpriced);
    }

    /** The price for people: {@code 0.0123 USD}, and whether some of it is unknown. */
    public String price() {
        if (unpriced == exchanges) {
            return "price unknown";
        }
        return String.format(Locale.ROOT, "%.4f USD%s", usd, unpriced > 0 ? " and more unpriced" : "");
    }
}
