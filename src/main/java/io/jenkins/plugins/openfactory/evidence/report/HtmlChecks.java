package io.jenkins.plugins.openfactory.evidence.report;

import io.jenkins.plugins.openfactory.evidence.CiEvidence;
import io.jenkins.plugins.openfactory.evidence.RunEvidence;
import java.util.List;
import java.util.Optional;

/** What the required checks showed, round by round, and the fixes. */
final class HtmlChecks {
    private static final int EXCERPT = 10;

    private final RunEvidence run;
    private final Html html;

    HtmlChecks(RunEvidence run, Html html) {
        this.run = run;
        this.html = html;
    }

    void section() {
        html.open("section", "id", "checks").element("h2", "Required checks");
        List<CiEvidence.Round> rounds = run.ci().rounds();
        for (int i = 0; i < rounds.size(); i++) {
            round(i + 1, rounds.get(i));
        }
        run.ci().fixes().forEach(this::fix);
        html.closeLine();
    }

    private void round(int number, CiEvidence.Round round) {
        html.open("article")
                .open("h3")
                .text("Round " + number + " on ")
                .code(Words.brief(round.commit()))
                .text(" ");
        html.badge(round.verdict()).close();
        if (!round.reason().isBlank()) {
            html.element("p", Words.capital(Words.sentence(round.reason())));
        }
        html.open("ul");
        for (CiEvidence.Seen seen : round.seen()) {
            html.open("li").line(seen.name()).text(seen.app().isEmpty() ? " " : " (" + Inert.line(seen.app()) + ") ");
            html.badge(seen.state())
                    .text(" ")
                    .element("span", seen.summary(), "class", "sub")
                    .text(" ");
            seen.log().ifPresent(log -> html.artifact("log", log));
            html.closeLine();
        }
        html.close();
        tried(round.tried());
        round.excerpt().ifPresent(this::excerpt);
        html.closeLine();
    }

    private void tried(List<CiEvidence.Tried> commands) {
        if (commands.isEmpty()) {
            return;
        }
        html.element("h4", "Tried here to find whose fault it is").open("ul");
        for (CiEvidence.Tried tried : commands) {
            html.open("li")
                    .code(String.join(" ", tried.argv()))
                    .text(" ")
                    .line(tried.ending())
                    .text(" ");
            html.artifact(tried.log(), tried.log()).closeLine();
        }
        html.closeLine();
    }

    private void excerpt(String text) {
        html.open("details").open("summary").text("What failed").close();
        html.open("pre")
                .text(Inert.clip(text, EXCERPT * html.detail().characters()))
                .close()
                .closeLine();
    }

    private void fix(CiEvidence.Fix fix) {
        html.open("article")
                .open("h3")
                .text("Fix attempt " + fix.number() + " ")
                .code(Words.brief(fix.commit()));
        html.text(" ")
                .element(
                        "span",
                        fix.pushed() ? "pushed" : "not kept",
                        "class",
                        fix.pushed() ? "badge good" : "badge plain");
        html.close().open("ul");
        fix.files().stream().limit(html.detail().rows()).forEach(file -> {
            html.open("li").code(file.path()).text(" ");
            html.element("span", Facts.lines(List.of(file)), "class", "sub").closeLine();
        });
        fix.commands().forEach(command -> {
            html.open("li")
                    .code(command.line())
                    .text(" ")
                    .line(command.ending())
                    .text(" ");
            command.log().ifPresent(log -> html.artifact("log", log));
            html.closeLine();
        });
        html.close();
        Optional<String> patch = fix.patch();
        patch.ifPresent(path -> html.open("p").artifact(path, path).close());
        html.closeLine();
    }
}
