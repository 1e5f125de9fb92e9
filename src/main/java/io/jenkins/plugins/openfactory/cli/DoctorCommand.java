package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.doctor.Check;
import io.jenkins.plugins.openfactory.doctor.Doctor;
import io.jenkins.plugins.openfactory.doctor.Doctor.Examined;
import io.jenkins.plugins.openfactory.doctor.Finding;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.Count;
import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import io.jenkins.plugins.openfactory.store.RunSummary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        description = "Looks at what the factory needs, and says how to mend what is missing.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    @Option(
            names = "--fix",
            description = "Mend what is safe: delete left-over working trees, end left-behind processes, set a damaged"
                    + " store aside.")
    private boolean fix;

    @Option(
            names = "--like",
            paramLabel = "RUN",
            description =
                    "Also look at the model, forge, policy and secrets of this run's settings. Default: the newest run.")
    private String like;

    @Override
    public Integer call() {
        Path root = home.path();
        FactoryHome here = new FactoryHome(root, root.resolve("workspaces"));
        List<Check> before = new ArrayList<>();
        if (Files.isDirectory(root)) {
            before.add(Examination.ofStore(here));
        }
        List<Examined> examined = new ArrayList<>(examine(before));
        boolean open = examined.stream().noneMatch(one -> one.finding().failed());
        if (open) {
            try (Wiring wiring = Wiring.open(root)) {
                List<Check> checks = new ArrayList<>(Examination.ofMachine(wiring.home()));
                checks.addAll(Examination.ofRuns(wiring, settings(wiring)));
                examined.addAll(0, examine(checks));
            } catch (UserError | WorldFault e) {
                examined.add(new Examined(Finding.failure("home", e), Optional.empty()));
            }
        } else {
            examined.addAll(0, examine(Examination.ofMachine(here)));
        }
        System.out.print(json ? Json.pretty(Doctor.document(examined)) : table(examined));
        return examined.stream().anyMatch(one -> one.finding().failed()) ? ExitCode.FAILED : ExitCode.DONE;
    }

    private Optional<String> settings(Wiring wiring) {
        if (like != null) {
            return Optional.of(wiring.require(like).runId());
        }
        return wiring.store().runs(1).stream().map(RunSummary::runId).findFirst();
    }

    private List<Examined> examine(List<Check> checks) {
        Doctor doctor = new Doctor(checks);
        return fix
                ? doctor.fix()
                : doctor.examine().stream()
                        .map(finding -> new Examined(finding, Optional.empty()))
                        .toList();
    }

    private static String table(List<Examined> examined) {
        StringBuilder text = new StringBuilder();
        examined.forEach(one -> {
            Finding finding = one.finding();
            text.append(String.format("%-8s %-12s %s%n", finding.severity().id(), finding.name(), finding.text()));
            one.done().ifPresent(done -> text.append(String.format("%21s %s%n", "✓", done)));
            if (!finding.mend().isEmpty()) {
                text.append(String.format("%21s %s%n", "→", finding.mend()));
            }
        });
        return text.append(sum(examined)).toString();
    }

    /** How many of each severity there are, worst first. */
    private static String sum(List<Examined> examined) {
        long failures = count(examined, Finding.Severity.FAILURE);
        long warnings = count(examined, Finding.Severity.WARNING);
        String good = count(examined, Finding.Severity.OK) + " of " + Count.of(examined.size(), "check") + " ok";
        return String.format(
                "%n%s%s%s%n",
                failures > 0 ? Count.of(failures, "failure") + ", " : "",
                warnings > 0 ? Count.of(warnings, "warning") + ", " : "",
                good);
    }

    private static long count(List<Examined> examined, Finding.Severity severity) {
        return examined.stream()
                .filter(one -> one.finding().severity() == severity)
                .count();
    }
}
