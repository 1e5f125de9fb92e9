package io.jenkins.plugins.openfactory.engine.stage.preflight;

import io.jenkins.plugins.openfactory.doctor.Finding;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Denied;
import io.jenkins.plugins.openfactory.exec.Limits;
import io.jenkins.plugins.openfactory.journal.CommandDoor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the command policy allows every local gate. */
final class GateFindings {
    private GateFindings() {}

    static List<Finding> of(StageContext context) {
        Path workspace = context.workspace("preflight");
        Path gitDir = context.doors()
                .git()
                .checkout(
                        context.scope(),
                        "preflight",
                        workspace,
                        context.config().baseCommit());
        List<Finding> findings = new ArrayList<>();
        for (List<String> gate : context.config().gates()) {
            CommandDoor.Command command = new CommandDoor.Command(
                    "gate-" + (findings.size() + 1),
                    "gate",
                    gate,
                    workspace,
                    Optional.of(gitDir),
                    Optional.empty(),
                    Limits.defaults(),
                    context.config().baseCommit(),
                    "");
            String name = "gate " + String.join(" ", gate);
            Optional<Denied> denied = context.doors().commands().check(context.scope(), command);
            findings.add(denied.map(why -> Finding.failure(
                            name,
                            "The command policy refuses it (" + why.code() + "): " + why.reason(),
                            "Choose another gate, or give a policy that allows it with --policy."))
                    .orElseGet(() -> Finding.ok(name, "The command policy allows it.")));
        }
        findings.add(ToolVersions.of(context, workspace, gitDir));
        context.doors().git().remove(workspace);
        return findings;
    }
}
