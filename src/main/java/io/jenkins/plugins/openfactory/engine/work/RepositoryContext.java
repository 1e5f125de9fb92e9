package io.jenkins.plugins.openfactory.engine.work;

import io.jenkins.plugins.openfactory.context.ContextRequest;
import io.jenkins.plugins.openfactory.context.RepositoryMap;
import io.jenkins.plugins.openfactory.context.SelectedFile;
import io.jenkins.plugins.openfactory.context.Selection;
import io.jenkins.plugins.openfactory.context.SourceFiles;
import io.jenkins.plugins.openfactory.edit.FileTree;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.spec.Spec;
import io.jenkins.plugins.openfactory.ticket.Ticket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a model sees of the repository, for each purpose. */
public final class RepositoryContext {
    private static final int BASE_TOKENS = 5000;
    private static final int SPEC_TOKENS = 2500;
    private static final int TICKET_TOKENS = 7000;
    /** What was read of a file is kept by content, for all runs of this process. */
    private static final RepositoryMap MAP = new RepositoryMap();

    private RepositoryContext() {}

    /**
     * The repository at the commit that the run starts from, without the files that another commit has otherwise: the same
     * text in every prompt of a run, as far as its files stay.
     */
    public static String base(StageContext context, String head) {
        Selection base = baseSelection(context);
        String text = base.shared(context.config().baseCommit(), same(context, head));
        return "This is the repository, branch "
                + context.config().base()
                + ". Files that were changed in this work are left out here and shown below; those that stand here are unchanged:\n\n"
                + (text.isEmpty() ? "It has no files.\n" : text);
    }

    /** What matters of the base commit for a specification and is not in {@link #base}; empty where that is nothing. */
    public static String forSpec(StageContext context, Spec spec) {
        String commit = context.config().baseCommit();
        return more(context, commit, spec.title() + "\n" + spec.summary(), List.of(), SPEC_TOKENS);
    }

    /** The files that a ticket touches, then what they use, but for what {@link #base} shows whole. */
    public static String forTicket(StageContext context, String commit, Ticket ticket) {
        List<String> globs = ticket.files().stream().map(Ticket.FileRule::glob).toList();
        return more(context, commit, ticket.title() + "\n" + ticket.goal(), globs, TICKET_TOKENS);
    }

    /** The files that the tickets touched, then what the evidence of a failure names, but for what {@link #base} shows whole. */
    public static String forRepair(StageContext context, String commit, String evidence) {
        List<String> touched = context.doors().git().changes(context.config().baseCommit(), commit).stream()
                .map(diff -> diff.path())
                .toList();
        return more(context, commit, evidence, touched, TICKET_TOKENS);
    }

    private static String more(StageContext context, String commit, String text, List<String> first, int tokens) {
        Predicate<String> same = same(context, commit);
        Set<String> known = baseSelection(context).files().stream()
                .filter(file -> file.form() == SelectedFile.Form.WHOLE)
                .map(SelectedFile::path)
                .filter(same)
                .collect(Collectors.toSet());
        Selection selection = select(context, commit, new ContextRequest(text, first, tokens, known));
        // The map alone says nothing that the one above doesn't.
        return selection.files().isEmpty() ? "" : selection.render();
    }

    private static Selection baseSelection(StageContext context) {
        return select(
                context,
                context.config().baseCommit(),
                new ContextRequest(context.documents().requestText(), List.of(), BASE_TOKENS));
    }

    /** Whether a path has the same content in the base commit and in another one. */
    private static Predicate<String> same(StageContext context, String head) {
        String base = context.config().baseCommit();
        if (head.equals(base)) {
            return path -> true;
        }
        SortedMap<String, String> before = context.doors().git().blobs(base);
        SortedMap<String, String> now = context.doors().git().blobs(head);
        return path -> before.getOrDefault(path, "").equals(now.get(path));
    }

    private static Selection select(StageContext context, String commit, ContextRequest request) {
        SortedMap<String, String> blobs = context.doors().git().blobs(commit);
        if (blobs.isEmpty()) {
            return new Selection(List.of(), "");
        }
        SourceFiles files = new CommitFiles(
                List.copyOf(blobs.keySet()), blobs, context.doors().git().tree(commit));
        return MAP.select(files, request);
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
