package io.jenkins.plugins.openfactory.engine.stage.tickets;

import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.engine.work.Decisions;
import io.jenkins.plugins.openfactory.engine.work.MachineFacts;
import io.jenkins.plugins.openfactory.engine.work.Prompts;
import io.jenkins.plugins.openfactory.model.ModelRequest.Message;
import io.jenkins.plugins.openfactory.run.Count;
import io.jenkins.plugins.openfactory.spec.Spec;
import java.util.List;

/** What the model is told when it plans tickets. */
final class TicketPrompt {
    private static final String FORM = """
            Answer with one JSON object in a ```json fence and nothing else:

            {"tickets": [
              {
                "id": "0001",
                "title": "imperative, one line, at most 100 characters",
                "goal": "what is true afterwards",
                "files": [{"glob": "path/to/new-file", "allow": ["create"]}, {"glob": "README.md", "allow": ["modify"]}],
                "tests": [{"argv": ["program", "argument"], "proves": ["AC-1"], "mustFailFirst": true}],
                "doneCriteria": ["what a reviewer checks that neither tests nor the goal say; may be empty"],
                "dependsOn": []
              }
            ]}

            Rules that code checks:
            - Ids are 0001, 0002, … without gaps. dependsOn names tickets whose changes this one needs; no cycles.
            - Every acceptance criterion is proven by at least one test of at least one ticket. A test may prove a part of a criterion: list it then too.
            - Only files that match a ticket's globs may be touched, so list its new test files too. allow is any of create, modify, delete; a new file needs
              create alone, however many attempts it takes.
              Two tickets whose globs can match the same file must be ordered by dependsOn; otherwise they run in parallel.
            - A test is one command line without a shell, of a program that the command policy allows, run in the repository's root without a
              network. The narrowest command that shows it is best: one test class or file where the project can run one alone.
              mustFailFirst means: with only the ticket's changes to test files (below a folder such as test, or named like a test) the command must
              fail (a build that fails counts), with the whole ticket it must pass. A command that proves new and old behaviour together must fail first.
              Use it for every test that proves something new; use false, and it is not run before, where all that it proves holds already, and for
              a safety net such as the whole existing suite, which may prove nothing ([]).
            - Existing tests may not be removed, skipped or loosened. Where the request itself asks for that, list the test files in "mayWeakenTests": ["glob"].

            The implementer of a ticket sees that ticket, the criteria that its tests prove, the specification's constraints, assumptions,
            non-goals and mitigations, the architecture, and the repository's files; not the scope, nor other tickets. So a goal says what this ticket
            does, and which part of the architecture is its own; it repeats neither criteria nor architecture. What the scope, a mitigation or
            the architecture asks for and no criterion covers belongs to the goal of exactly one ticket.
            As few tickets as make sense: one, unless it would change more than about 300 lines, those of tests not counted, or more than fits in
            one reply, tests included: the implementer answers with new files whole and with search/replace blocks for changes. Say nothing twice.
            Beside "tickets" the object may have "decisions" and "concerns", lists of texts for the person who reviews the change: what you decided
            that a user would notice and nothing above says, and what you doubt in the specification or the architecture. Leave out what is empty.
            """;

    private TicketPrompt() {}

    static List<Message> messages(StageContext context, Spec spec) {
        return Prompts.messages(
                context,
                context.config().baseCommit(),
                Prompts.specification(context, spec)
                        + "\nThis is the architecture:\n\n"
                        + Prompts.document("ARCHITECTURE.md", Decisions.architecture(context))
                        + "\n" + MachineFacts.commands(context)
                        + "\nYour part: be the tech lead who cuts the specification into small tickets that others implement without asking.\n"
                        + FORM
                        + most(context)
                        + Prompts.JSON_TEXTS + Prompts.bound(context));
    }

    private static String most(StageContext context) {
        return context.config()
                .maxTickets()
                .map(most -> "At most " + Count.of(most, "ticket") + ": a longer plan is refused.\n")
                .orElse("");
    }
}
