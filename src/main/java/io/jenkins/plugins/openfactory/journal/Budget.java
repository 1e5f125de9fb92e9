package io.jenkins.plugins.openfactory.journal;

import io.jenkins.plugins.openfactory.store.RunStore;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * What a run may use. Money is in US dollars, days are UTC. Empty means no bound.
 *
 * @param tokens prompt and completion tokens of the run
 */
public record Budget(
        Optional<Long> tokens,
        Optional<Double> usd,
        Optional<Long> tokensPerTicket,
        Optional<Double> usdPerTicket,
        Optional<Long> tokensPerDay,
        Optional<Double> usdPerDay) {
    /** No bounds at all. */
    public static final Budget UNBOUNDED = new Budget(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** A ticket's own bounds, which narrow the run's. */
    public record TicketBounds(Optional<Long> tokens, Optional<Double> usd) {}

    /** Whether a bound in money is set, so that an unknown price can't be accepted. */
    public boolean boundsMoney() {
        return usd.isPresent() || usdPerTicket.isPresent() || usdPerDay.isPresent();
    }

    RunStore.BudgetBounds bounds(Optional<TicketBounds> ticket, LocalDate today) {
        return new RunStore.BudgetBounds(
                smaller(ticket.flatMap(TicketBounds::tokens), tokensPerTicket),
                tokens,
                tokensPerDay,
                smaller(ticket.flatMap(TicketBounds::usd), usdPerTicket),
                usd,
                usdPerDay,
                today.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    private static <N extends Comparable<N>> Optional<N> smaller(Optional<N> a, Optional<N> b) {
        return a.isPresent() && b.isPresent() ? (a.get().compareTo(b.get()) <= 0 ? a : b) : a.or(() -> b);
    }
}
