package io.jenkins.plugins.openfactory.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads why a Gradle build failed, where it is not a compiler's or a test's failure, which say so themselves. */
final class GradleReader implements LogReader {
    private static final String TITLE = "* What went wrong:";
    private static final int MOST_LINES = 40;
    private static final Pattern CAUSE = Pattern.compile("\\s*> .+");
    private static final Pattern TOLD = Pattern.compile(
            ".*(?:[Cc]ompilation (?:failed|error)|There were failing tests|finished with non-zero exit value).*");

    @Override
    public Optional<Finding> at(List<String> lines, int at) {
        if (!lines.get(at).equals(TITLE)) {
            return Optional.empty();
        }
        int end = Lines.until(lines, at + 1, MOST_LINES, line -> line.startsWith("* ") || line.startsWith("BUILD "));
        List<String> told = Lines.trimmed(lines, at + 1, end);
        if (told.isEmpty() || told.stream().anyMatch(line -> TOLD.matcher(line).matches())) {
            return Optional.empty();
        }
        int cause = Lines.last(told, line -> CAUSE.matcher(line).matches());
        return Optional.of(Finding.crash(told, Lines.keys(List.of(), cause, 0), at, end));
    }
}
