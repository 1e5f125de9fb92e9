package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.store.AuditRow;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "audit", description = "The hash-chained record of commands.", mixinStandardHelpOptions = true)
final class AuditCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command: audit verify RUN");
    }

    @Command(
            name = "verify",
            description = "Checks a run's chain; names the first bad record and exits with 1 where it is broken.",
            mixinStandardHelpOptions = true)
    int verify(@Parameters(paramLabel = "RUN") String runId, @Mixin HomeOption home) {
        try (Wiring wiring = Wiring.openExisting(home.path())) {
            wiring.require(runId);
            List<AuditRow> rows = wiring.store().audit(runId);
            AuditRow before = null;
            for (AuditRow row : rows) {
                long seq = before == null ? 1 : before.seq() + 1;
                String prev = before == null ? AuditRow.NO_HASH : before.hash();
                boolean good = row.seq() == seq
                        && row.prevHash().equals(prev)
                        && row.hash().equals(AuditRow.hash(prev, row.record()))
                        && Json.read(row.record()).path("seq").asLong() == seq;
                if (!good) {
                    System.out.println("The chain of run " + runId + " is broken at record " + row.seq() + ".");
                    return 1;
                }
                before = row;
            }
            System.out.println(rows.size() + " records, chain whole, head "
                    + (before == null ? AuditRow.NO_HASH : before.hash()) + ".");
            return ExitCode.DONE;
        }
    }
}
