package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.evidence.AuditChain;
import io.jenkins.plugins.openfactory.evidence.Provenance;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.Count;
import io.jenkins.plugins.openfactory.store.AuditRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
            description = {
                "Checks a run's chain; names the first bad record and exits with 1 where it is broken.",
                "A chain whose last records are missing is seen once the run is released: its provenance tells length and head."
            },
            mixinStandardHelpOptions = true)
    int verify(
            @Parameters(paramLabel = "RUN", arity = "0..1") String runId,
            @Option(names = "--exec", description = "Check the chain of what 'exec' ran in this home instead.")
                    boolean exec,
            @Mixin HomeOption home) {
        if (exec == (runId != null)) {
            throw new ParameterException(spec.commandLine(), "name a run, or say --exec");
        }
        try (Wiring wiring = Wiring.openExisting(home.path())) {
            if (exec) {
                return say("exec", AuditChain.of(FileAudit.in(wiring.home()).rows()), Optional.empty());
            }
            wiring.require(runId);
            List<AuditRow> rows = wiring.store().audit(runId);
            AuditChain chain = AuditChain.of(rows);
            return say(
                    "run " + runId,
                    chain,
                    chain.problem().isPresent() ? Optional.empty() : released(wiring, runId, rows));
        }
    }

    private static int say(String whose, AuditChain chain, Optional<String> more) {
        Optional<String> problem = chain.problem().or(() -> more);
        if (problem.isPresent()) {
            System.out.println("The chain of " + whose + " is broken. " + problem.get());
            return 1;
        }
        System.out.println(Count.of(chain.length(), "record") + ", chain whole, head " + chain.head() + ".");
        return ExitCode.DONE;
    }

    /** What the provenance of a released run says against the chain: records at its end are missing, or are others. */
    private static Optional<String> released(Wiring wiring, String runId, List<AuditRow> rows) {
        Optional<AuditChain> signed;
        try {
            signed = wiring.artifacts(runId)
                    .get(Provenance.PATH)
                    .map(bytes -> Provenance.chain(Json.read(new String(bytes, StandardCharsets.UTF_8))));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.of(Provenance.PATH + " can't be read: " + e.getMessage() + ".");
        }
        return signed.flatMap(told -> AuditChain.of(rows).differs(told));
    }
}
