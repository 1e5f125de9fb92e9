package io.jenkins.plugins.openfactory.engine.stage.tickets;

import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.engine.work.Prompts;
import io.jenkins.plugins.openfactory.model.ModelRequest.Message;
import io.jenkins.plugins.openfactory.spec.Spec;
import io.jenkins.plugins.openfactory.spec.SpecMarkdown;
import java.util.List;
import java.util.stream.Collectors;

/** What the model is told when it plans tickets. */
final class TicketPrompt {
    private static final String FORM = """
            Answer with one JSON object in a ```json fence and nothing else:

            {"tickets": [
              {
                "id": "0001",
                "title": "imperative, one line, at most 100 characters",
                "goal": "what is true afterwards, for somebody who sees only this ticket and the repository",
                "files": [{"glob": "src/main/java/app/Health.java", "allow": ["create", "modify"]}],
                "commands": ["names of rules of the command policy that its tests use"],
                "tests": [{"argv": ["program", "argument"], "proves": ["AC-1"], "mustFailFirst": true}],
                "doneCriteria": ["what a reviewer checks"],
                "dependsOn": []
              }
            ]}

            Rules that code checks:
            - Ids are 0001, 0002, … without gaps. dependsOn names tickets whose changes this one needs; no cycles.
            - Every acceptance criterion is proven by at least one test of at least one ticket.
            - Only files that match a ticket's globs may be touched, so list its new test files too. allow is any of create, modify, delete.
              Two tickets whose globs can match the same file must be ordered by dependsOn; otherwise they run in parallel.
            - A test is one command line without a shell, run in the repository's root without a network.
              mustFailFirst means: with only the ticket's test files added to what it builds on the command must fail, with the whole ticket it must pass.
              Use it for every test that proves something new; use false for a criterion that already holds, and for a safety net such as
              the whole existing suite, which may prove nothing ([]).
            - The implementer sees the ticket, its criteria, and the specification's constraints and assumptions, not the rest: never refer to
              the specification or the architecture.
            - Existing tests may not be removed, skipped or loosened. Where the request itself asks for that, list the test files in "mayWeakenTests": ["glob"].
            - "limits" is optional: {"attempts": 3, "tokens": 20000, "usd": 0.5, "wallClockSeconds": 300}.
            As few tickets as make sense, each small enough to be reviewed in one sitting.
            """;

    private TicketPrompt() {}

    static List<Message> messages(StageContext context, Spec spec, String map) {
        String gates = context.config().gates().stream()
                .map(gate -> "- " + String.join(" ", gate))
                .collect(Collectors.joining("\n"));
        String architecture = context.documents()
                .json("architecture")
                .map(doc -> doc.path("text").asText())
                .orElse("");
        return List.of(
                Message.system(
                        Prompts.system(
                                "You are a tech lead who cuts a specification into small tickets that others implement without asking.")),
                Message.user("This is the frozen specification:\n\n"
                        + Prompts.document("SPEC.md", SpecMarkdown.render(spec))
                        + "\nThis is the architecture:\n\n" + Prompts.document("ARCHITECTURE.md", architecture)
                        + "\nThis is the repository:\n\n" + map
                        + "\nThe command policy has these rules: "
                        + context.doors().commands().rules().stream().sorted().collect(Collectors.joining(", "))
                        + ".\nAfterwards these gates must pass on the whole:\n" + gates + "\n\n" + FORM));
    }
}
