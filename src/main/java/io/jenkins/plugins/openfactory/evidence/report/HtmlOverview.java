package io.jenkins.plugins.openfactory.evidence.report;

import io.jenkins.plugins.openfactory.evidence.RunEvidence;
import io.jenkins.plugins.openfactory.store.StageRow;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The report's head with its facts, the stages and how it went. */
final class HtmlOverview {
    private static final List<String[]> PLACES = List.of(
            new String[] {"overview", "Overview"},
            new String[] {"stages", "Stages"},
            new String[] {"story", "How it went"},
            new String[] {"spec", "Specification"},
            new String[] {"tickets", "Tickets"},
            new String[] {"trace", "Traceability"},
            new String[] {"checks", "Required checks"},
            new String[] {"commands", "Commands"},
            new String[] {"exchanges", "Model exchanges"},
            new String[] {"artifacts", "Artifacts"});

    private final RunEvidence run;
    private final Html html;

    HtmlOverview(RunEvidence run, Html html) {
        this.run = run;
        this.html = html;
    }

    void head() {
        html.element("a", "Skip to the report", "class", "skip", "href", "#top");
        html.open("header").open("p", "class", "state");
        html.badge("done")
                .text(" Every required check succeeded on the pull request's head commit.")
                .closeLine();
        html.element("h1", run.spec().title());
        html.open("p", "class", "sub").text("Pull request #" + run.pullRequest().number() + " ");
        html.web(run.pullRequest().url(), run.pullRequest().url());
        html.text(" · " + Words.minute(run.run().createdAt()) + " · took " + Words.time(run.elapsed()));
        html.close().closeLine();
        html.open("nav", "aria-label", "Sections").open("ul");
        for (String[] place : PLACES) {
            html.open("li").element("a", place[1], "href", "#" + place[0]).closeLine();
        }
        html.close().closeLine();
    }

    void sections() {
        facts();
        stages();
        story();
    }

    private void facts() {
        html.open("section", "id", "overview", "aria-label", "Overview").open("dl", "class", "facts");
        fact(
                "Required checks",
                () -> run.ci().checks().forEach(check -> {
                    html.line(check.name()).text(" ").badge(check.conclusion()).text(" ");
                }));
        fact("Change", () -> html.text(Facts.change(run.files())));
        fact("Work", () -> html.text(Facts.tickets(run)));
        fact("Time", () -> html.text(Words.time(run.elapsed()) + ", waiting included"));
        fact("Model", () -> html.line(Facts.model(run)));
        fact(
                "Tokens",
                () -> html.text(Facts.tokens(run.usage()) + " in "
                        + Words.count(run.usage().exchanges(), "exchange")));
        fact("Cost", () -> html.text(Facts.cost(run.usage())));
        fact("Sandbox", () -> html.text(run.setup().sandbox().tier() + " tier"));
        html.close().open("dl", "class", "facts ids");
        fact(
                "Branch",
                () -> html.code(run.pullRequest().branch())
                        .text(run.pullRequest().draft() ? " (draft pull request)" : ""));
        fact("Head commit", () -> html.code(run.pullRequest().headSha()));
        fact(
                "Base",
                () -> html.line(run.setup().base()).text(" ").code(run.setup().baseCommit()));
        fact("Frozen specification", () -> html.code(run.run().specSha256()));
        fact("Run", () -> html.code(run.run().runId()));
        fact("Trace", () -> html.code(run.run().traceId()));
        html.close().closeLine();
    }

    private void fact(String name, Runnable value) {
        html.open("div").element("dt", name).open("dd");
        value.run();
        html.close().closeLine();
    }

    private void stages() {
        html.open("section", "id", "stages").element("h2", "Stages").open("div", "class", "scroll");
        html.open("table", "class", "stages").open("thead").open("tr");
        List.of("Stage", "State", "Entered", "Began (UTC)", "Time")
                .forEach(name -> html.element("th", name, "scope", "col"));
        html.element("th", "Course", "scope", "col", "class", "bar").element("th", "What came of it", "scope", "col");
        html.close().close().open("tbody");
        run.stages().forEach(this::stage);
        html.close().close().close().closeLine();
    }

    private void stage(StageRow stage) {
        html.open("tr").open("th", "scope", "row").text(stage.stage().number() + " ");
        html.text(stage.stage().id().replace('_', ' ')).close();
        html.open("td").badge(stage.state().id()).close();
        html.element("td", stage.attempts() + "×", "class", "number");
        html.element("td", stage.startedAt().map(Words::second).orElse("–"), "class", "time began");
        html.element("td", took(stage), "class", "number");
        html.open("td", "class", "bar");
        bar(stage);
        html.close().element("td", stage.summary(), "class", "text").closeLine();
    }

    private static String took(StageRow stage) {
        return stage.startedAt()
                .flatMap(start -> stage.endedAt().map(end -> Words.time(Duration.between(start, end))))
                .orElse("–");
    }

    /** Where in the run's time the stage lies. */
    private void bar(StageRow stage) {
        double whole = Math.max(1, run.elapsed().toMillis());
        if (stage.startedAt().isEmpty() || stage.endedAt().isEmpty()) {
            return;
        }
        double start =
                Duration.between(run.run().createdAt(), stage.startedAt().get()).toMillis();
        double length =
                Duration.between(stage.startedAt().get(), stage.endedAt().get()).toMillis();
        double width = Math.max(0.8, 100 * length / whole);
        double x = Math.max(0, Math.min(100 * start / whole, 100 - width));
        html.open("svg", "viewBox", "0 0 100 6", "preserveAspectRatio", "none", "aria-hidden", "true");
        html.open("rect", "class", "track", "x", "0", "y", "2.5", "width", "100", "height", "1")
                .close();
        html.open("rect", "class", "span", "x", number(x), "y", "0", "width", number(width), "height", "6")
                .close();
        html.close();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private void story() {
        html.open("section", "id", "story").element("h2", "How it went").open("ol", "class", "story");
        List<String> story = Story.of(run);
        story.forEach(sentence -> html.element("li", sentence));
        if (story.isEmpty()) {
            html.element("li", "Everything passed at once.");
        }
        html.close().closeLine();
    }

    void foot() {
        html.open("footer")
                .text("OpenFactory " + RunEvidence.version() + ", run ")
                .code(run.run().runId());
        html.text(", put together " + Words.minute(run.at())
                + ". Words of models, people and logs are shown as they came, and nothing in them can act here.");
        html.closeLine();
    }
}
