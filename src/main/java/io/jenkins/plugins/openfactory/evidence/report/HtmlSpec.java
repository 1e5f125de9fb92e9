package io.jenkins.plugins.openfactory.evidence.report;

import io.jenkins.plugins.openfactory.evidence.RunEvidence;
import io.jenkins.plugins.openfactory.spec.Spec;
import java.util.List;

/** The request and the frozen specification. */
final class HtmlSpec {
    private static final int REQUEST = 20;
    private static final int FEW = 10;

    private final RunEvidence run;
    private final Html html;

    HtmlSpec(RunEvidence run, Html html) {
        this.run = run;
        this.html = html;
    }

    void sections() {
        Spec spec = run.spec();
        html.open("section", "id", "spec").element("h2", "Specification");
        html.open("p", "class", "sub")
                .text("Frozen as SHA-256 ")
                .code(spec.sha256())
                .text(" of ");
        html.artifact("SPEC.json", "SPEC.json").text(" in canonical form.").closeLine();
        request();
        for (String paragraph : spec.summary().strip().split("\\n\\s*\\n")) {
            html.element("p", paragraph);
        }
        criteria(spec);
        list("Scope", spec.scope(), "Nothing.");
        list("Not built on purpose", spec.nonGoals(), "The specification leaves nothing out on purpose.");
        list("Assumptions", spec.assumptions(), "None: the request left nothing open.");
        list("Constraints", spec.constraints(), "None.");
        list(
                "Risks",
                spec.risks().stream()
                        .map(risk -> Words.sentence(risk.risk()) + " Mitigation: " + Words.sentence(risk.mitigation()))
                        .toList(),
                "None.");
        html.closeLine();
    }

    /** The criteria, open at once where they are few. */
    private void criteria(Spec spec) {
        int count = spec.acceptanceCriteria().size();
        if (count <= FEW) {
            html.open("details", "class", "main", "open", "");
        } else {
            html.open("details", "class", "main");
        }
        html.open("summary")
                .text("Acceptance criteria")
                .element("span", count + "", "class", "count")
                .close();
        html.open("ol", "class", "criteria");
        for (Spec.Criterion criterion : spec.acceptanceCriteria()) {
            html.open("li", "id", criterion.id())
                    .element("b", criterion.id())
                    .text(" ")
                    .line(criterion.statement());
            html.open("div", "class", "sub")
                    .text("Verified by: ")
                    .line(criterion.verification())
                    .close()
                    .closeLine();
        }
        html.close().closeLine();
    }

    private void request() {
        int most = html.detail().characters() * REQUEST;
        html.open("details")
                .open("summary")
                .text("The request, SHA-256 ")
                .code(run.run().requestSha256())
                .close();
        html.open("pre", "class", "wrap")
                .text(Inert.clip(run.run().request(), most))
                .close()
                .closeLine();
    }

    private void list(String title, List<String> items, String none) {
        html.open("details")
                .open("summary")
                .text(title)
                .element("span", items.size() + "", "class", "count")
                .close();
        if (items.isEmpty()) {
            html.element("p", none);
        } else {
            html.open("ul");
            items.forEach(item -> html.element("li", item));
            html.close();
        }
        html.closeLine();
    }
}
