package io.jenkins.plugins.openfactory.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.store.Retention;
import io.jenkins.plugins.openfactory.store.Retention.Bound;
import io.jenkins.plugins.openfactory.store.RunRemoval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "prune",
        description = "Deletes ended runs that are older or more than wanted, or only their files or their exchanges.",
        mixinStandardHelpOptions = true)
final class PruneCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", arity = "0..*", description = "Delete exactly these runs, whatever their age.")
    private List<String> runs = List.of();

    @Mixin
    private HomeOption home;

    @Option(names = "--older-than", paramLabel = "DAYS", description = "Runs that have not changed for longer go.")
    private Integer days;

    @Option(names = "--keep", paramLabel = "N", description = "Only the newest runs stay.")
    private Integer keep;

    @Option(
            names = "--artifacts-older-than",
            paramLabel = "DAYS",
            description = "Artifacts and repositories of runs that have not changed for longer go.")
    private Integer artifactDays;

    @Option(names = "--artifacts-keep", paramLabel = "N", description = "Only the newest runs keep theirs.")
    private Integer artifactKeep;

    @Option(
            names = "--exchanges-older-than",
            paramLabel = "DAYS",
            description = "Prompts and replies of runs that have not changed for longer go; hashes and costs stay.")
    private Integer exchangeDays;

    @Option(names = "--exchanges-keep", paramLabel = "N", description = "Only the newest runs keep theirs.")
    private Integer exchangeKeep;

    @Option(names = "--dry-run", description = "Only say what would go.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        Retention.Policy policy = new Retention.Policy(
                bound(days, keep), bound(artifactDays, artifactKeep), bound(exchangeDays, exchangeKeep));
        if (runs.isEmpty() && policy.isEmpty()) {
            throw new UserError("Nothing says what to delete; give for instance --older-than 90 or --keep 500.");
        }
        try (Wiring wiring = Wiring.openExisting(home.path())) {
            RunRemoval removal = new RunRemoval(wiring.store(), wiring.home());
            runs.forEach(wiring::require);
            if (!dryRun) {
                runs.forEach(removal::delete);
            }
            print(new Retention(wiring.store(), removal, wiring.clock()).apply(policy, dryRun));
        }
        return ExitCode.DONE;
    }

    private static Bound bound(Integer days, Integer count) {
        return new Bound(Optional.ofNullable(days).map(Duration::ofDays), Optional.ofNullable(count));
    }

    private void print(Retention.Pruned pruned) {
        if (json) {
            ObjectNode document = Json.object().put("dryRun", dryRun);
            List<String> all = new ArrayList<>(runs);
            all.addAll(pruned.runs());
            document.set("runs", Json.tree(all));
            document.set("artifacts", Json.tree(pruned.files()));
            document.set("exchanges", Json.tree(pruned.exchanges()));
            System.out.print(Json.pretty(document));
            return;
        }
        String done = dryRun ? "would go" : "went";
        System.out.println(runs.size() + pruned.runs().size() + " runs, the files of "
                + pruned.files().size() + " and the exchanges of "
                + pruned.exchanges().size() + " " + done + ".");
    }
}
