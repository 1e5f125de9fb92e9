package io.jenkins.plugins.openfactory.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads programs that died: JVM exceptions, Python tracebacks, JavaScript errors, Go and Rust panics, sanitizers. */
final class CrashReader implements LogReader {
    private static final int MOST_LINES = 400;

    private static final Pattern JVM = Pattern.compile(
            "^(?:Exception in thread \".*\" |\\S.*?\\b(?=[\\w.$]+(?:Exception|Error|Throwable)))?(?:[a-zA-Z_]\\w*\\.)+[A-Z][\\w$]*(?::.*)?$");
    private static final Pattern JVM_FRAME = Pattern.compile("^\\s+at (?:[\\w.@-]+/)*[\\w.$<>]+\\(.*\\)$");
    private static final Pattern JVM_MORE = Pattern.compile("^\\s*(?:at |\\.\\.\\. \\d+|Caused by: |Suppressed: ).*");
    private static final Pattern JS = Pattern.compile("^(?:Uncaught )?(?:\\w+ )?\\[?(?:\\w*Error|\\w*Exception)\\b.*");
    private static final Pattern JS_FRAME = Pattern.compile("^\\s+at .*:\\d+:\\d+\\)?(?: \\{)?$");
    private static final Pattern PYTHON_END = Pattern.compile("^[A-Za-z_][\\w.]*(?:: .*|)$");
    private static final Pattern RUST = Pattern.compile("^thread '.*' (?:\\(\\d+\\) )?panicked at .*");
    private static final Pattern DOTNET = Pattern.compile("^Unhandled exception[.:] .*");
    private static final Pattern RUBY = Pattern.compile("^\\S+\\.rb:\\d+:in .*: .+ \\(.+\\)$");
    private static final Pattern SANITIZER =
            Pattern.compile("^(?:==\\d+==ERROR: \\w+Sanitizer: .*|\\S+: runtime error: .*)$");
    private static final String TRACEBACK = "Traceback (most recent call last):";

    @Override
    public Optional<Finding> at(List<String> lines, int at) {
        String line = lines.get(at);
        if (line.endsWith(TRACEBACK)) {
            return Optional.of(python(lines, at));
        }
        if (line.startsWith("panic: ") || line.startsWith("fatal error: ")) {
            return found(lines, at, 0, next -> next.startsWith("exit status") || next.startsWith("FAIL"));
        }
        if (line.startsWith("thread '") && RUST.matcher(line).matches()) {
            return found(lines, at, 1, CrashReader::endsRust);
        }
        if (SANITIZER.matcher(line).matches()
                || line.contains(".rb:") && RUBY.matcher(line).matches()) {
            return found(lines, at, 0, next -> next.isBlank() || next.startsWith("SUMMARY"));
        }
        String next = at + 1 < lines.size() ? lines.get(at + 1) : "";
        return next.startsWith(" ") || next.startsWith("\t") ? withFrames(lines, at, next) : Optional.empty();
    }

    /** What is told by the stack frame that follows. */
    private static Optional<Finding> withFrames(List<String> lines, int at, String next) {
        String line = lines.get(at);
        if (JVM_FRAME.matcher(next).matches() && JVM.matcher(line).matches()) {
            return found(lines, at, 0, below -> !JVM_MORE.matcher(below).matches());
        }
        boolean script = JS_FRAME.matcher(next).matches() && JS.matcher(line).matches();
        return script || DOTNET.matcher(line).matches() ? found(lines, at, 0, String::isBlank) : Optional.empty();
    }

    private static boolean endsRust(String line) {
        return line.isBlank() || line.startsWith("note: ") || line.startsWith("test ");
    }

    /** A traceback with what it caused: "During handling …" and "The above exception …" chain further ones on. */
    private static Finding python(List<String> lines, int at) {
        int end = tracebackEnd(lines, at);
        int more = end + 3;
        while (more < lines.size()
                && end + 1 < lines.size()
                && (lines.get(end + 1).startsWith("During handling of the above")
                        || lines.get(end + 1).startsWith("The above exception was"))
                && lines.get(more).endsWith(TRACEBACK)) {
            end = tracebackEnd(lines, more);
            more = end + 3;
        }
        List<String> told = new ArrayList<>(Traces.condensed(lines.subList(at, end)));
        return Finding.crash(told, Lines.keys(Traces.keys(told), told.size() - 1), at, end);
    }

    private static int tracebackEnd(List<String> lines, int at) {
        int end = Lines.until(
                lines,
                at + 1,
                MOST_LINES,
                below -> !below.startsWith(" ") && PYTHON_END.matcher(below).matches());
        return Math.min(lines.size(), end + 1);
    }

    private static Optional<Finding> found(List<String> lines, int at, int message, Predicate<String> ends) {
        int end = Lines.until(lines, at + 1 + message, MOST_LINES, ends);
        List<String> told = Traces.condensed(Lines.trimmed(lines, at, end));
        int said = Math.min(message, told.size() - 1);
        return Optional.of(Finding.crash(told, Lines.keys(Traces.keys(told), said, 0), at, end));
    }
}
