package io.jenkins.plugins.openfactory.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Shortens stack traces to what the project did: frames of platforms, frameworks and libraries go. Stateless. */
final class Traces {
    private static final int PROJECT_FRAMES = 6;

    /** A frame of any kind: JVM, JavaScript, .NET, Go and Ruby. */
    private static final Pattern FRAME =
            Pattern.compile("^\\s+at .+|^\\s+\\.\\.\\. \\d+ (?:more|common frames omitted).*");

    private static final Pattern FOREIGN =
            Pattern.compile("^\\s+at (?:async )?(?:[\\w.@-]+/)?(?:java|javax|jdk|sun|com\\.sun|jakarta"
                    + "|org\\.junit|junit|org\\.testng|org\\.assertj|org\\.hamcrest|org\\.mockito|org\\.opentest4j|org\\.apache\\.maven"
                    + "|org\\.gradle|worker\\.org\\.gradle|org\\.codehaus|groovy|kotlin|scala|net\\.bytebuddy|org\\.spockframework"
                    + "|org\\.springframework|System|Microsoft|Xunit|NUnit)\\..*"
                    + "|.*(?:node_modules|node:internal|internal/(?:process|modules|timers)|<anonymous>\\)$).*"
                    + "|^\\s+\\.\\.\\. \\d+ .*");

    private Traces() {}

    static boolean isFrame(String line) {
        return FRAME.matcher(line).matches();
    }

    /** The lines with runs of frames cut to the project's first ones; where there are none, the first frame stays. */
    static List<String> condensed(List<String> lines) {
        List<String> kept = new ArrayList<>();
        int at = 0;
        while (at < lines.size()) {
            int end = at;
            while (end < lines.size() && isFrame(lines.get(end))) {
                end++;
            }
            if (end > at) {
                addFrames(lines.subList(at, end), kept);
                at = end;
            } else {
                kept.add(lines.get(at++));
            }
        }
        return kept;
    }

    private static void addFrames(List<String> frames, List<String> kept) {
        List<String> own = frames.stream()
                .filter(frame -> !FOREIGN.matcher(frame).matches())
                .limit(PROJECT_FRAMES)
                .toList();
        List<String> shown = own.isEmpty() ? frames.subList(0, 1) : own;
        kept.addAll(shown);
        if (frames.size() > shown.size()) {
            kept.add("    … " + (frames.size() - shown.size()) + " frames left out");
        }
    }
}
