package io.jenkins.plugins.openfactory.evidence.report;

import io.jenkins.plugins.openfactory.evidence.CiEvidence;
import io.jenkins.plugins.openfactory.evidence.FileEvidence;
import io.jenkins.plugins.openfactory.evidence.RunEvidence;
import io.jenkins.plugins.openfactory.evidence.TicketEvidence;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code RUNBOOK.md}: how to build, verify, review, merge and roll back. It says what the settings, the repository and the
 * record hold and nothing else.
 */
public final class Runbook {
    private static final int MOST_PATHS = 20;

    private final RunEvidence run;
    private final StringBuilder md = new StringBuilder();

    private Runbook(RunEvidence run) {
        this.run = run;
    }

    public static String render(RunEvidence run) {
        Runbook book = new Runbook(run);
        book.get();
        book.build();
        book.verify();
        book.review();
        book.merge();
        book.rollBack();
        book.bundle();
        return book.md.toString();
    }

    private void heading(String title) {
        md.append("\n## ").append(title).append("\n\n");
    }

    private void shell(String... lines) {
        md.append(Md.block("sh", String.join("\n", lines)));
    }

    private void get() {
        md.append("# Runbook: ").append(Md.line(run.spec().title())).append('\n');
        heading("Get the change");
        md.append("In a clone of ").append(Md.code(run.setup().repository())).append(":\n\n");
        shell(
                "git fetch " + Shell.word(run.pullRequest().remote()) + " "
                        + Shell.word(run.pullRequest().branch()),
                "git switch --detach " + run.pullRequest().headSha());
        md.append("\nThe change stands on ").append(Md.code(run.setup().base())).append(" at ");
        md.append(Md.code(run.setup().baseCommit())).append(".\n");
    }

    private void build() {
        heading("Build and run");
        if (run.readme().isEmpty()) {
            md.append(
                            "The README of the repository has no section on building or running; the gates below build what they")
                    .append(" need.\n");
        }
        for (RunEvidence.ReadmeSection section : run.readme()) {
            md.append("From ")
                    .append(Md.code(section.file()))
                    .append(", section “")
                    .append(Md.line(section.heading()));
            md.append("”, word for word:\n\n")
                    .append(Md.block("markdown", section.text()))
                    .append('\n');
        }
    }

    private void verify() {
        heading("Verify");
        md.append("The local gates, in order; each must exit with 0:\n\n");
        shell(run.setup().gates().stream().map(Shell::line).toArray(String[]::new));
        run.setup().requiredChecks().forEach(check -> {
            List<List<String>> commands = run.setup().reproduce().getOrDefault(check, List.of());
            if (!commands.isEmpty() && !commands.equals(run.setup().gates())) {
                md.append("\nWhat the required check ").append(Md.code(check)).append(" runs:\n\n");
                shell(commands.stream().map(Shell::line).toArray(String[]::new));
            }
        });
        md.append("\nThe tests that show each acceptance criterion:\n\n| criterion | command |\n|---|---|\n");
        run.spec()
                .acceptanceCriteria()
                .forEach(criterion -> md.append("| ")
                        .append(criterion.id())
                        .append(' ')
                        .append(Md.line(criterion.statement()))
                        .append(" | ")
                        .append(commands(criterion.id()))
                        .append(" |\n"));
        md.append("\nWithout the change each test marked “fails first” in [TEST\\_REPORT.md](TEST_REPORT.md) fails.\n");
    }

    private String commands(String criterion) {
        List<String> lines = run.tickets().stream()
                .flatMap(ticket -> ticket.ticket().tests().stream())
                .filter(test -> test.proves().contains(criterion))
                .map(test -> Shell.line(test.argv()))
                .distinct()
                .map(Md::code)
                .toList();
        return lines.isEmpty() ? "–" : String.join("<br>", lines);
    }

    private void review() {
        heading("Review");
        md.append(run.pullRequest().draft() ? "The draft pull request is " : "The pull request is ");
        md.append(Md.address(run.pullRequest().url())).append(". It has one commit for each ticket");
        md.append(Facts.pushedFixes(run).isEmpty() ? "" : " and one for each fix of a failed check")
                .append(".\n\n");
        shell("git log --reverse --stat " + range(), "git diff " + range());
        md.append("\n| commit | what | change | patch |\n|---|---|---|---|\n");
        for (TicketEvidence ticket : run.merged()) {
            commit(
                    ticket.merged(),
                    "ticket " + ticket.id() + " " + Md.line(ticket.ticket().title()),
                    ticket.files(),
                    ticket.patch().map(Md::artifact).orElse("–"));
        }
        for (CiEvidence.Fix fix : Facts.pushedFixes(run)) {
            commit(
                    fix.commit(),
                    "fix " + fix.number(),
                    fix.files(),
                    fix.patch().map(Md::artifact).orElse("–"));
        }
        md.append("\nWhat a reviewer checks, as the tickets say:\n\n");
        run.tickets()
                .forEach(ticket -> ticket.ticket()
                        .doneCriteria()
                        .forEach(done -> md.append("- [ ] ")
                                .append(ticket.id())
                                .append(": ")
                                .append(Md.line(done))
                                .append('\n')));
    }

    private void commit(String commit, String what, List<FileEvidence> files, String patch) {
        md.append("| ")
                .append(Md.code(Words.brief(commit)))
                .append(" | ")
                .append(what)
                .append(" | ");
        md.append(Facts.change(files)).append(" | ").append(patch).append(" |\n");
    }

    private String range() {
        return run.setup().baseCommit() + ".." + run.pullRequest().headSha();
    }

    private void merge() {
        heading("Merge");
        md.append("1. Make sure that the pull request's head still is ")
                .append(Md.code(run.pullRequest().headSha()));
        md.append(": another commit was not checked by this run.\n2. ");
        md.append(run.pullRequest().draft() ? "Mark the draft as ready for review, approve" : "Approve");
        md.append(" and merge it into ").append(Md.code(run.setup().base())).append(" on the forge.");
        if (run.setup().forge().equals("local")) {
            md.append(
                    " The local forge has no merge button, so merge in the clone and push as the repository's rules say:\n\n");
            shell(
                    "git switch " + Shell.word(run.setup().base()),
                    "git merge --no-ff " + run.pullRequest().headSha());
        } else {
            md.append('\n');
        }
        md.append("3. Delete the branch ")
                .append(Md.code(run.pullRequest().branch()))
                .append(" when nobody needs it.\n");
    }

    private void rollBack() {
        heading("Roll back");
        md.append("Before the merge: close the pull request. Nothing else was changed.\n\n");
        md.append("After a merge commit:\n\n");
        shell("git revert -m 1 <the merge commit>");
        md.append(
                "\nAfter a squash, revert that one commit; after a rebase, revert its commits from the last to the first.\n");
        List<String> gone = paths("create");
        List<String> back = paths("delete");
        md.append(gone.isEmpty() ? "" : "\nThe revert removes " + Words.list(gone) + ".\n");
        md.append(back.isEmpty() ? "" : "\nThe revert brings back " + Words.list(back) + ".\n");
    }

    /** The files of one kind of change, at most as many as people read. */
    private List<String> paths(String change) {
        List<String> paths = run.files().stream()
                .filter(file -> file.change().equals(change))
                .map(file -> Md.code(file.path()))
                .toList();
        if (paths.size() <= MOST_PATHS) {
            return paths;
        }
        List<String> first = new ArrayList<>(paths.subList(0, MOST_PATHS));
        first.add(Words.count(paths.size() - MOST_PATHS, "more file"));
        return first;
    }

    private void bundle() {
        heading("Check this bundle");
        md.append("""
                `verify` checks the signature, every file, the record of commands and what the tests showed, and says what that does not prove. With the public key of the host that \
                made the run (`factory key show` there) in `host.pem`:

                """);
        shell("./factory verify <this folder> --key host.pem");
        md.append("\nThe record of commands has ")
                .append(Words.number(run.audit().length()) + " entries");
        md.append(" and the head ").append(Md.code(run.audit().head()));
        md.append(". Without our program, the files against the manifest, and where the run was made, its record:\n\n");
        shell(
                "jq -r '.artifacts[] | .sha256 + \"  \" + .path' manifest.json | sha256sum --check --quiet",
                "./factory audit verify " + run.run().runId());
    }
}
