package io.jenkins.plugins.openfactory.diagnosis;

import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Takes logs and reports from files. Stateless, so safe for any thread. */
public final class EvidenceFiles {
    private static final int LARGEST = 64 << 20;

    private EvidenceFiles() {}

    /**
     * Evidence of files: those called {@code *.xml} are test reports, all others logs in UTF-8. Of a file beyond 64 MiB
     * the first half of that is read and the last.
     *
     * @param lastGreenLog a log of the same command when it last succeeded
     * @param tokens the budget of the text
     * @throws UserError where a file is not there or the budget is no positive number
     * @throws WorldFault {@code unreadable}
     */
    public static Evidence extract(List<Path> files, Optional<Path> lastGreenLog, int tokens) {
        if (tokens < 1) {
            throw new UserError("The token budget is " + tokens + "; give a number above 0.");
        }
        List<LogSource> logs = new ArrayList<>();
        List<ReportFile> reports = new ArrayList<>();
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            byte[] content = content(file);
            if (name.toLowerCase(Locale.ROOT).endsWith(".xml")) {
                reports.add(new ReportFile(file.toString(), content));
            } else {
                logs.add(new LogSource(name, new String(content, StandardCharsets.UTF_8)));
            }
        }
        Optional<String> green = lastGreenLog.map(file -> new String(content(file), StandardCharsets.UTF_8));
        return FailureEvidence.extract(logs, green, reports, tokens);
    }

    private static byte[] content(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UserError("There is no file " + file + "; name a log or a JUnit XML report.");
        }
        try (InputStream in = Files.newInputStream(file)) {
            long size = Files.size(file);
            if (size <= LARGEST) {
                return in.readNBytes(LARGEST);
            }
            byte[] content = new byte[LARGEST];
            int head = in.readNBytes(content, 0, LARGEST / 2);
            in.skipNBytes(size - LARGEST);
            int tail = in.readNBytes(content, head, LARGEST - head);
            return Arrays.copyOf(content, head + tail);
        } catch (IOException e) {
            throw new WorldFault("unreadable", "The file " + file + " can't be read: " + e.getMessage() + ".", e);
        }
    }
}
