package io.jenkins.plugins.openfactory.spec;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Renders {@code SPEC.md} from the frozen specification. */
public final class SpecMarkdown {
    private static final String NOTHING = "None recorded.\n";

    private SpecMarkdown() {}

    /** The page, with the hash that it is frozen by. */
    public static String render(Spec spec) {
        return heading(spec) + "\nFrozen as SHA-256 `" + spec.sha256() + "` of the canonical form of `SPEC.json`.\n"
                + body(spec);
    }

    /** What a model reads of it: the page without the hash. */
    public static String forModel(Spec spec) {
        return heading(spec)
                + parts(spec, list(spec.acceptanceCriteria()))
                        .replaceAll("\\n## [^\\n]+\\n\\n" + Pattern.quote(NOTHING) + "(?=\\n|$)", "");
    }

    private static String list(List<Spec.Criterion> criteria) {
        return criteria.stream()
                .map(c -> "- " + c.id() + ": " + lines(c.statement()) + (hasLines(c) ? "\n  " : " ") + "Verified by: "
                        + lines(c.verification()) + "\n")
                .collect(Collectors.joining());
    }

    /** Whether a statement has lines of its own, of which no other text may seem to be a part. */
    public static boolean hasLines(Spec.Criterion criterion) {
        return criterion.statement().contains("\n");
    }

    private static String heading(Spec spec) {
        return "# " + spec.title() + "\n\n" + spec.summary().strip() + "\n";
    }

    private static String body(Spec spec) {
        StringBuilder md = new StringBuilder("| id | criterion | verified by |\n|---|---|---|\n");
        for (Spec.Criterion c : spec.acceptanceCriteria()) {
            md.append("| ")
                    .append(c.id())
                    .append(" | ")
                    .append(cell(c.statement()))
                    .append(" | ");
            md.append(cell(c.verification())).append(" |\n");
        }
        return parts(spec, md.toString());
    }

    private static String parts(Spec spec, String criteria) {
        StringBuilder md = new StringBuilder();
        list(md, "Scope", spec.scope());
        list(md, "Non-goals", spec.nonGoals());
        md.append("\n## Acceptance criteria\n\n").append(criteria);
        list(md, "Constraints", spec.constraints());
        list(md, "Assumptions", spec.assumptions());
        md.append("\n## Risks\n\n");
        if (spec.risks().isEmpty()) {
            md.append(NOTHING);
        } else {
            md.append("| risk | mitigation |\n|---|---|\n");
            for (Spec.Risk r : spec.risks()) {
                md.append("| ")
                        .append(cell(r.risk()))
                        .append(" | ")
                        .append(cell(r.mitigation()))
                        .append(" |\n");
            }
        }
        return md.toString();
    }

    private static void list(StringBuilder md, String heading, List<String> items) {
        md.append("\n## ").append(heading).append("\n\n");
        if (items.isEmpty()) {
            md.append(NOTHING);
        }
        items.forEach(item -> md.append("- ").append(line(item)).append('\n'));
    }

    private static String line(String text) {
        return text.strip().replaceAll("\\R", " ");
    }

    /** With its line breaks, as a list item's further lines. */
    private static String lines(String text) {
        return text.strip().replaceAll("\\R", "\n  ");
    }

    private static String cell(String text) {
        return line(text).replace("|", "\\|");
    }
}
