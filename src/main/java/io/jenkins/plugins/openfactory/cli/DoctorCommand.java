package io.jenkins.plugins.openfactory.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.jenkins.plugins.openfactory.doctor.Finding;
import io.jenkins.plugins.openfactory.json.Json;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        description = "Looks at what the factory needs on this machine, and says how to mend what is missing.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    @Override
    public Integer call() {
        try (Wiring wiring = Wiring.open(home.path())) {
            List<Finding> findings = new Examination(wiring).findings();
            System.out.print(json ? Json.pretty(document(findings)) : table(findings));
            return findings.stream().anyMatch(Finding::failed) ? ExitCode.FAILED : ExitCode.DONE;
        }
    }

    private static ArrayNode document(List<Finding> findings) {
        ArrayNode list = Json.array();
        findings.forEach(finding -> list.addObject()
                .put("name", finding.name())
                .put("severity", finding.severity().id())
                .put("text", finding.text())
                .put("mend", finding.mend()));
        return list;
    }

    private static String table(List<Finding> findings) {
        StringBuilder text = new StringBuilder();
        findings.forEach(finding -> {
            text.append(String.format("%-8s %-12s %s%n", finding.severity().id(), finding.name(), finding.text()));
            if (!finding.mend().isEmpty()) {
                text.append(String.format("%21s %s%n", "→", finding.mend()));
            }
        });
        return text.toString();
    }
}
