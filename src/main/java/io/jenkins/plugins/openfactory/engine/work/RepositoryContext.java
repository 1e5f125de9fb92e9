package io.jenkins.plugins.openfactory.engine.work;

import io.jenkins.plugins.openfactory.context.ContextRequest;
import io.jenkins.plugins.openfactory.context.RepositoryMap;
import io.jenkins.plugins.openfactory.context.SourceFiles;
import io.jenkins.plugins.openfactory.edit.FileTree;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.ticket.Ticket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** What a model sees of the repository, for each purpose. */
public final class RepositoryContext {
    private static final int OVERVIEW_TOKENS = 3000;
    private static final int SELECTION_TOKENS = 6000;
    private static final int TICKET_TOKENS = 10_000;
    /** What was read of a file is kept by content, for all runs of this process. */
    private static final RepositoryMap MAP = new RepositoryMap();

    private RepositoryContext() {}

    /** A short look at the repository for a request. */
    public static String overview(StageContext context, String text) {
        return select(context, context.config().baseCommit(), text, List.of(), OVERVIEW_TOKENS);
    }

    /** What matters of a commit for a text. */
    public static String selection(StageContext context, String commit, String text) {
        return select(context, commit, text, List.of(), SELECTION_TOKENS);
    }

    /** The files that a ticket touches, then what they use. */
    public static String forTicket(StageContext context, String commit, Ticket ticket) {
        List<String> globs = ticket.files().stream().map(Ticket.FileRule::glob).toList();
        return select(context, commit, ticket.title() + "\n" + ticket.goal(), globs, TICKET_TOKENS);
    }

    /** The files that the tickets touched, then what the evidence of a failure names. */
    public static String forRepair(StageContext context, String commit, String evidence) {
        List<String> touched = context.doors().git().changes(context.config().baseCommit(), commit).stream()
                .map(diff -> diff.path())
                .toList();
        return select(context, commit, evidence, touched, TICKET_TOKENS);
    }

    private static String select(StageContext context, String commit, String text, List<String> first, int tokens) {
        SortedMap<String, String> blobs = context.doors().git().blobs(commit);
        if (blobs.isEmpty()) {
            return "The repository has no files.\n";
        }
        SourceFiles files = new CommitFiles(
                List.copyOf(blobs.keySet()), blobs, context.doors().git().tree(commit));
        return MAP.select(files, new ContextRequest(text, first, tokens)).render();
    }

    /** The files of a commit. */
    private record CommitFiles(List<String> paths, Map<String, String> blobs, FileTree tree) implements SourceFiles {
        @Override
        public Optional<String> contentId(String path) {
            return Optional.ofNullable(blobs.get(path));
        }

        @Override
        public Optional<byte[]> read(String path) {
            return tree.entry(path)
                    .filter(entry -> entry.kind() == FileTree.Kind.FILE || entry.kind() == FileTree.Kind.EXECUTABLE)
                    .map(FileTree.Entry::content);
        }
    }
}
