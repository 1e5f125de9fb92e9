package io.jenkins.plugins.openfactory.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Shortens stack traces to what the project did: frames of platforms, frameworks and libraries go. Stateless. */
final class Traces {
    private static final int OWN_FRAMES = 6;
    private static final int FOREIGN_FRAMES = 2;

    private static final Pattern ONE_LINE =
            Pattern.compile("^\\s+at \\S.*|^\\s+\\.\\.\\. \\d+ (?:more|common frames omitted).*"
                    + "|^\\s+#\\d+ .+|^\\s+from \\S+:\\d+:in .*|^\\s*# (?:\\./|/)\\S+:\\d+.*|^ +❯ .*:\\d+:\\d+$"
                    + "|^\\s+\\S.* \\((?:/|node:|file:|<anonymous>)[^)]*\\)(?: \\{)?$|^\\s+node:\\S+:\\d+:\\d+$"
                    + "|^/\\S+\\.py:\\d+: in \\S+$");
    private static final Pattern PYTHON = Pattern.compile("^\\s*File \".*\", line \\d+.*");
    private static final Pattern NUMBERED = Pattern.compile("^\\s+\\d+: +\\S.*");
    private static final Pattern AT = Pattern.compile("^\\s+at \\S.*");
    private static final Pattern GO_CALL = Pattern.compile("^(?:\\S.*\\)|created by \\S.*)$");
    private static final Pattern GO_PLACE = Pattern.compile("^\\t\\S.*:\\d+(?: \\+0x[0-9a-f]+)?$");

    private static final Pattern FOREIGN =
            Pattern.compile("^\\s+at (?:async )?(?:[\\w.@-]*/)*(?:java|javax|jdk|sun|com\\.sun|jakarta"
                    + "|org\\.junit|junit|org\\.testng|org\\.assertj|org\\.hamcrest|org\\.mockito|org\\.opentest4j|org\\.apache\\.maven"
                    + "|org\\.gradle|worker\\.org\\.gradle|org\\.codehaus|groovy|kotlin|kotlinx|scala|net\\.bytebuddy|org\\.spockframework"
                    + "|org\\.springframework|io\\.netty|reactor|System|Microsoft|Xunit|NUnit|InvokeStub_\\w+)\\."
                    + "|(?:node_modules/|\\(?node:|\\(internal/|\\(<anonymous>\\)|/site-packages/|/dist-packages/|/lib/python\\d|<frozen "
                    + "|/rustc/|/\\.cargo/registry/|/usr/local/go/|/libexec/src/|/pkg/mod/|/gems/|/lib/ruby/|\\.\\./sysdeps/|\\.\\./csu/"
                    + "|Promise\\.all \\()"
                    + "|^\\s+\\.\\.\\. \\d+ .*");
    private static final Pattern CAUSE = Pattern.compile("^\\s*(?:Caused by:|\\[cause\\]:|cause:)(?: .*)?$");
    private static final Pattern RUST_RUNTIME =
            Pattern.compile("^\\s+\\d+: +(?:std|core|alloc|__rustc|rust_begin_unwind|test|<[^>]*core)\\b.*");

    private Traces() {}

    /** How many lines the frame at a line has; 0 where there is none. */
    static int frameLength(List<String> lines, int at) {
        String line = lines.get(at);
        String next = at + 1 < lines.size() ? lines.get(at + 1) : "";
        if (PYTHON.matcher(line).matches()) {
            int indent = indent(line);
            int end = Lines.until(
                    lines,
                    at + 1,
                    3,
                    below -> below.isBlank()
                            || indent(below) <= indent
                            || PYTHON.matcher(below).matches());
            return end - at;
        }
        if (NUMBERED.matcher(line).matches() && AT.matcher(next).matches()
                || GO_CALL.matcher(line).matches() && GO_PLACE.matcher(next).matches()) {
            return 2;
        }
        return ONE_LINE.matcher(line).matches() ? 1 : 0;
    }

    static boolean isForeign(String frame) {
        return FOREIGN.matcher(frame).find() || RUST_RUNTIME.matcher(frame).find();
    }

    /** The lines with runs of frames cut to the project's; where there are none, the nearest frames stay. */
    static List<String> condensed(List<String> lines) {
        List<String> kept = new ArrayList<>();
        int at = 0;
        while (at < lines.size()) {
            List<List<String>> frames = new ArrayList<>();
            int length = frameLength(lines, at);
            while (length > 0) {
                frames.add(lines.subList(at, at + length));
                at += length;
                length = at < lines.size() ? frameLength(lines, at) : 0;
            }
            if (frames.isEmpty()) {
                kept.add(lines.get(at++));
            } else {
                addFrames(frames, kept);
            }
        }
        return kept;
    }

    private static void addFrames(List<List<String>> frames, List<String> kept) {
        List<List<String>> own = frames.stream()
                .filter(frame -> !isForeign(String.join("\n", frame)))
                .toList();
        List<List<String>> source = own.isEmpty() ? frames : own;
        int most = Math.min(source.size(), own.isEmpty() ? FOREIGN_FRAMES : OWN_FRAMES);
        boolean recentLast = PYTHON.matcher(frames.get(0).get(0)).matches();
        List<List<String>> shown =
                recentLast ? source.subList(source.size() - most, source.size()) : source.subList(0, most);
        shown.forEach(kept::addAll);
        if (frames.size() > shown.size()) {
            int left = frames.size() - shown.size();
            kept.add("    … " + left + (left == 1 ? " frame" : " frames") + " left out");
        }
    }

    /** The lines of a condensed trace to keep: the innermost cause, and the project's frame nearest to it. */
    static List<Integer> keys(List<String> condensed) {
        List<Integer> keys = new ArrayList<>();
        int cause = Lines.last(condensed, line -> CAUSE.matcher(line).matches());
        if (cause >= 0) {
            keys.add(cause);
        }
        List<Integer> frame = ownFrame(condensed, Math.max(0, cause));
        keys.addAll(frame.isEmpty() ? ownFrame(condensed, 0) : frame);
        return keys;
    }

    /** The lines of the first frame of the project from a line on; of Python's the last one. */
    private static List<Integer> ownFrame(List<String> condensed, int from) {
        int found = -1;
        for (int at = from; at < condensed.size(); at++) {
            int length = frameLength(condensed, at);
            boolean own = length > 0 && !isForeign(String.join("\n", condensed.subList(at, at + length)));
            boolean python = PYTHON.matcher(condensed.get(at)).matches();
            if (own && (found < 0 || python)) {
                found = at;
                if (!python) {
                    break;
                }
            }
        }
        List<Integer> lines = new ArrayList<>();
        for (int at = found; found >= 0 && at < found + frameLength(condensed, found); at++) {
            lines.add(at);
        }
        return lines;
    }

    private static int indent(String line) {
        int at = 0;
        while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
            at++;
        }
        return at;
    }
}
