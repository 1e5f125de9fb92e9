package io.jenkins.plugins.openfactory.edit;

import io.jenkins.plugins.openfactory.edit.EditEngine.Failure;
import io.jenkins.plugins.openfactory.edit.EditEngine.Trial;
import java.util.List;

/** What is sent back to the model after a refusal. */
final class Feedback {
    private static final String FORM = """
            Write each edit as the file's path on a line of its own, then a fence with a search/replace block:

            path/to/file
            ```
            <<<<<<< SEARCH
            the exact lines that are in the file now
            =======
            the lines to put there
            >>>>>>> REPLACE
            ```

            A new file is its path on a line of its own, then its whole content in a fence.
            A file is deleted by a line of its own: *** Delete File: path
            """;

    private Feedback() {}

    static String noEdits() {
        return "No edit was found in the reply, so nothing was changed.\n\n" + FORM;
    }

    static String nothingChanged() {
        return "The edits leave every file as it is, so nothing was changed. Send edits that change something.\n";
    }

    static String of(Trial trial) {
        List<Failure> failures = trial.failures();
        int good = trial.edits().size() - failures.size();
        StringBuilder text = new StringBuilder();
        text.append(failures.size() == 1 ? "1 edit" : failures.size() + " edits")
                .append(" of ")
                .append(trial.edits().size())
                .append(
                        " can't be made, so no file was changed yet. Each search/replace block counts as one edit, and so does")
                .append(" each new or deleted file.\n");
        for (int i = 0; i < failures.size(); i++) {
            append(text, i + 1, failures.get(i));
        }
        text.append('\n').append(good == 0 ? "Send them again, corrected.\n" : onlyFailed(good));
        return text.toString();
    }

    private static String onlyFailed(int good) {
        return (good == 1 ? "The other edit is fine and is kept" : "The other " + good + " edits are fine and are kept")
                + " until these can be made with them: send only the failed blocks or files again, corrected, each under its file's path.\n";
    }

    private static void append(StringBuilder text, int number, Failure failure) {
        String path =
                failure.edit().path().isEmpty() ? "(no path)" : failure.edit().path();
        int line = failure.edit().line();
        text.append('\n')
                .append(number)
                .append(". ")
                .append(path)
                .append(line == 0 ? " (not sent again): " : " (line " + line + " of the reply): ")
                .append(failure.why().getMessage());
        List<String> region = failure.why().region();
        text.append(region.isEmpty() ? ".\n" : ":\n");
        region.forEach(shown -> text.append(shown).append('\n'));
    }
}
