package io.jenkins.plugins.openfactory.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds in a README, word for word, what it says about building, running and testing. */
public final class ReadmeSections {
    private static final Pattern HEADING = Pattern.compile("^ {0,3}(#{1,6})\\s+(.*?)\\s*#*\\s*$");
    private static final Pattern FENCE = Pattern.compile("^ {0,3}(```+|~~~+).*");
    private static final Pattern WANTED = Pattern.compile(
            "\\b(build|building|compile|install|installation|installing|run|running|runs|start|starting|usage|use|using|test|tests"
                    + "|testing|verify|develop|development|deploy|deployment|getting started|quick ?start|setup|set up|by hand)\\b");
    private static final int MOST_SECTIONS = 6;
    private static final int MOST_LINES = 40;

    private ReadmeSections() {}

    /**
     * The sections whose heading names one of these things, at most six of forty lines each.
     *
     * @param file the README's path, kept with each section
     */
    public static List<RunEvidence.ReadmeSection> of(String file, String text) {
        List<RunEvidence.ReadmeSection> sections = new ArrayList<>();
        String heading = "";
        List<String> body = new ArrayList<>();
        String fence = "";
        for (String line : text.lines().toList()) {
            Matcher header = HEADING.matcher(line);
            if (fence.isEmpty() && header.matches()) {
                add(sections, file, heading, body);
                heading = header.group(2);
                body = new ArrayList<>();
            } else {
                fence = fence(fence, line);
                body.add(line);
            }
        }
        add(sections, file, heading, body);
        return List.copyOf(sections);
    }

    /** The mark that closes the fenced block that is open after a line; empty outside of one. */
    private static String fence(String open, String line) {
        Matcher mark = FENCE.matcher(line);
        if (!mark.matches()) {
            return open;
        }
        if (open.isEmpty()) {
            return mark.group(1);
        }
        return line.strip().startsWith(open) ? "" : open;
    }

    private static void add(List<RunEvidence.ReadmeSection> sections, String file, String heading, List<String> body) {
        boolean wanted = WANTED.matcher(heading.toLowerCase(Locale.ROOT)).find();
        String text = String.join("\n", body).strip();
        if (!wanted || text.isEmpty() || sections.size() >= MOST_SECTIONS) {
            return;
        }
        List<String> lines = text.lines().toList();
        String kept = lines.size() <= MOST_LINES
                ? text
                : String.join("\n", lines.subList(0, MOST_LINES)) + "\n… (" + (lines.size() - MOST_LINES)
                        + " more lines in " + file + ")";
        sections.add(new RunEvidence.ReadmeSection(file, heading, kept));
    }
}
