package io.jenkins.plugins.openfactory.engine.stage.architecture;

import io.jenkins.plugins.openfactory.engine.Phrases;
import io.jenkins.plugins.openfactory.engine.Stage;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.engine.StageResult;
import io.jenkins.plugins.openfactory.engine.work.Prompts;
import io.jenkins.plugins.openfactory.engine.work.StructuredAsk;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.model.ModelRequest;
import io.jenkins.plugins.openfactory.model.ModelRequest.Message;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.spec.Note;
import io.jenkins.plugins.openfactory.spec.Spec;
import java.util.List;
import java.util.Optional;

/** Stage 2: how the frozen specification is built into the repository as it is. */
public final class ArchitectureStage implements Stage {
    private static final List<String> HEADINGS = List.of("Components", "Data flow", "Interfaces", "Test strategy");
    private static final String LAST = "Test strategy";
    private static final int REQUEST_TOKENS = 2000;
    /** May be left out, because little of what is asked for stores anything. */
    private static final String STORAGE = "Storage";

    private static final String BODY = """
            Who plans tickets and who writes the code read it: a name, signature, message or format that the specification leaves open is
            decided here, once. Name the files that are added or changed. Under the test strategy name the kinds of test, their files and the
            commands that run them; no table of criteria and no repetition of the specification: the tickets say which test proves which
            criterion. Where a part does not apply, say so in one sentence under its heading.

            Two more headings may follow, each with a list, one or two sentences an item, for the person who reviews the change; leave out what
            would be empty. Under ## Decisions: what you decided that request and specification leave open and that a user would notice.
            Under ## Concerns: what you doubt in the specification, such as two statements that can't both hold or
            one that is not what the request asks for, and what you did about it.
            The specification is frozen and stays as it is.
            """;

    @Override
    public StageId id() {
        return StageId.ARCHITECTURE;
    }

    @Override
    public StageResult run(StageContext context) {
        Spec spec = context.documents().spec();
        StructuredAsk ask = new StructuredAsk(context, ModelRequest.Purpose.ARCHITECTURE);
        StructuredAsk.Answer answer = ask.text(prompt(context, spec), ArchitectureStage::problem);
        if (answer instanceof StructuredAsk.Answer.Bad bad) {
            return new StageResult.Failed(
                    "architecture_invalid",
                    "The model gave no usable architecture in three replies; the last problem was "
                            + Phrases.inner(bad.problem()) + ".");
        }
        String text = unfenced(((StructuredAsk.Answer.Good) answer).text());
        context.doors().artifacts().publish(context.scope(), "ARCHITECTURE.md", page(text));
        context.documents().save("architecture", Json.object().put("text", text));
        context.documents().save(Note.document(Note.ARCHITECTURE), Note.json(Note.ofMarkdown(Note.ARCHITECTURE, text)));
        return new StageResult.Succeeded("components, data flow, interfaces and test strategy written");
    }

    /** The page for people, which has a word on storage also where the architect had none. */
    private static String page(String text) {
        boolean told = text.lines().anyMatch(line -> line.strip().equalsIgnoreCase("## " + STORAGE));
        return told
                ? text
                : text.replaceFirst(
                        "(?mi)^## " + LAST + "\\s*$", "## " + STORAGE + "\n\nThe architecture names none.\n\n$0");
    }

    private static List<Message> prompt(StageContext context, Spec spec) {
        return Prompts.messages(
                context,
                context.config().baseCommit(),
                Prompts.specification(context, spec)
                        + "\nIt was made from this request, which it replaces:\n\n"
                        + Prompts.data(
                                "request", Prompts.cut(context.documents().requestText(), REQUEST_TOKENS))
                        + "\nYour part: be the software architect who changes as little as the specification needs. Write the architecture"
                        + " in Markdown, at most 700 words with code and tables, with these second-level headings in this order,"
                        + " deeper ones as you like: ## " + String.join(", ## ", HEADINGS)
                        + ".\nWhere something is stored in files or a database, say how under ## " + STORAGE
                        + " before ## " + LAST
                        + "; else leave that heading out.\n" + BODY + Prompts.bound(context));
    }

    private static Optional<String> problem(String reply) {
        String text = unfenced(reply);
        return HEADINGS.stream()
                .filter(heading -> text.lines().noneMatch(line -> line.strip().equalsIgnoreCase("## " + heading)))
                .findFirst()
                .map(heading -> "the heading '## " + heading + "' is missing");
    }

    /** The document without a fence around the whole of it. */
    private static String unfenced(String reply) {
        String text = reply.strip();
        boolean fenced = text.startsWith("```") && text.endsWith("```") && text.indexOf('\n') > 0 && text.length() > 6;
        return (fenced
                        ? text.substring(text.indexOf('\n') + 1, text.length() - 3)
                                .strip()
                        : text) + "\n";
    }
}
