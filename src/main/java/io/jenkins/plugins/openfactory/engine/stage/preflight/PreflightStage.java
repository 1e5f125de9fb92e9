package io.jenkins.plugins.openfactory.engine.stage.preflight;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.doctor.DiskCheck;
import io.jenkins.plugins.openfactory.doctor.Finding;
import io.jenkins.plugins.openfactory.engine.Stage;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.engine.StageResult;
import io.jenkins.plugins.openfactory.exec.SandboxReport;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.RunEvent;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Stage 0: everything that a run needs is tried before anything is paid for. One report names every failure. */
public final class PreflightStage implements Stage {
    @Override
    public StageId id() {
        return StageId.PREFLIGHT;
    }

    @Override
    public StageResult run(StageContext context) {
        List<Finding> findings = new ArrayList<>();
        findings.addAll(ModelFindings.of(context));
        findings.add(repository(context));
        findings.addAll(forge(context));
        findings.add(sandbox(context));
        findings.addAll(gates(context));
        findings.add(disk(context));
        if (!context.config().prepare().isEmpty() && findings.stream().noneMatch(Finding::failed)) {
            findings.add(Preparation.run(context));
        }
        findings.stream()
                .filter(f -> f.severity() != Finding.Severity.OK)
                .forEach(f -> context.tell(
                        RunEvent.Kind.NOTE, Optional.empty(), f.name() + ": " + f.text() + " " + f.mend()));
        context.doors()
                .artifacts()
                .publish(context.scope(), "PREFLIGHT_REPORT.md", PreflightReport.render(context, findings));
        List<Finding> failed = findings.stream().filter(Finding::failed).toList();
        if (!failed.isEmpty()) {
            String first = failed.get(0).name() + ": " + failed.get(0).text() + " "
                    + failed.get(0).mend();
            String more = failed.size() == 1 ? "" : " (and " + (failed.size() - 1) + " more, see PREFLIGHT_REPORT.md)";
            return new StageResult.Failed("preflight_failed", first.strip() + more);
        }
        long warnings = findings.stream()
                .filter(f -> f.severity() == Finding.Severity.WARNING)
                .count();
        return new StageResult.Succeeded(findings.size() + " checks passed"
                + (warnings == 0 ? "" : ", " + warnings + " with a warning") + ", sandbox "
                + context.doors().commands().sandbox().tier());
    }

    private static Finding repository(StageContext context) {
        int files = context.doors().git().paths(context.config().baseCommit()).size();
        return Finding.ok(
                "repository",
                "Branch " + context.config().base() + " is at "
                        + context.config().baseCommit().substring(0, 12) + " with " + files + " files.");
    }

    private static List<Finding> forge(StageContext context) {
        List<Finding> findings = new ArrayList<>();
        findings.add(guarded("forge", () -> {
            String who = context.doors().forge().authenticate(context.scope());
            return Finding.ok("forge", who);
        }));
        if (findings.get(0).failed()) {
            return findings;
        }
        String base = context.config().base();
        findings.add(guarded(
                "protection",
                () -> context.doors().forge().protection(context.scope(), base).isProtected()
                        ? Finding.ok("protection", "Branch " + base + " is protected.")
                        : Finding.failure(
                                "protection",
                                "Branch " + base + " is not protected, so nothing keeps an unchecked change out of it.",
                                "Protect it and require the checks "
                                        + context.config().requiredChecks() + ".")));
        findings.add(guarded("required checks", () -> required(context, base)));
        return findings;
    }

    /** The checks that the forge wants on the base branch, and those of the settings. */
    private static Finding required(StageContext context, String base) {
        Set<String> names = new LinkedHashSet<>();
        context.doors().forge().protection(context.scope(), base).required().forEach(r -> names.add(r.name()));
        names.addAll(context.config().requiredChecks());
        return names.isEmpty()
                ? Finding.failure(
                        "required checks",
                        "No required check is known, so nothing could ever be called done.",
                        "Require one in the protection of " + base
                                + ", or name it with --required-check or requiredChecks in .openfactory.yml.")
                : Finding.ok("required checks", "Done means success of: " + String.join(", ", names));
    }

    private static Finding sandbox(StageContext context) {
        SandboxReport report = context.doors().commands().sandbox();
        context.documents()
                .save("sandbox", Json.object().put("tier", report.tier().name()).put("detail", report.detail()));
        return SandboxFinding.of(report, context.config().sandbox());
    }

    private static List<Finding> gates(StageContext context) {
        if (context.config().gates().isEmpty()) {
            return List.of(Finding.failure(
                    "gates",
                    "No local gate is known, so nothing would show that the change works.",
                    "Name the commands that test this repository with --gate or gates in .openfactory.yml."));
        }
        return GateFindings.of(context);
    }

    private static Finding disk(StageContext context) {
        ObjectNode asked = Json.object().put("what", "disk");
        return context.doors()
                .observe()
                .once(
                        context.scope(),
                        "disk",
                        asked,
                        () -> DiskCheck.of(context.home().root()),
                        Finding.class);
    }

    static Finding guarded(String name, Supplier<Finding> check) {
        try {
            return check.get();
        } catch (WorldFault fault) {
            return Finding.failure(name, fault.getMessage(), "");
        }
    }
}
