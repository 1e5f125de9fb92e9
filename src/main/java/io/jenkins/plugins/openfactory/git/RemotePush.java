package io.jenkins.plugins.openfactory.git;

import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;

/**
 * Pushes to a repository behind http or https with a credential that is given per call: JGit hands it to the server in a
 * header, so it is in no argument, no environment and no file. Safe for any thread.
 */
public final class RemotePush {
    private static final int SECONDS = 120;
    private static final String HEADS = "refs/heads/";

    private RemotePush() {}

    /** Who pushes. */
    public record Credential(String user, String password) {
        /** Never shows the password. */
        @Override
        public String toString() {
            return user;
        }
    }

    /**
     * Moves a branch from {@code expected} (empty: it must not exist) to a commit; nothing happens where it is there
     * already. The server compares as well, so two pushes can't both win.
     *
     * @param gitDir the repository on this machine that has the commit
     * @throws WorldFault {@code push_refused} where the branch is elsewhere or the server refuses, {@code forge_down}
     *     where the server does not answer
     */
    public static void push(
            Path gitDir, String url, Credential credential, String commit, String branch, Optional<String> expected) {
        String ref = HEADS + branch;
        if (!BranchNames.plain(branch)) {
            throw new IllegalArgumentException("'" + branch + "' can't be the name of a branch");
        }
        try (Repository from = new FileRepositoryBuilder()
                        .setGitDir(gitDir.toFile())
                        .setBare()
                        .setMustExist(true)
                        .build();
                Transport transport = Transport.open(from, new URIish(url))) {
            transport.setTimeout(SECONDS);
            if (transport instanceof TransportHttp http) {
                http.setHttpConnectionFactory(new PlainRequests());
            }
            transport.setCredentialsProvider(
                    new UsernamePasswordCredentialsProvider(credential.user(), credential.password()));
            ObjectId old = expected.map(ObjectId::fromString).orElse(ObjectId.zeroId());
            RemoteRefUpdate wanted = new RemoteRefUpdate(from, commit, ref, true, null, old);
            PushResult result = transport.push(NullProgressMonitor.INSTANCE, List.of(wanted));
            judge(url, branch, commit, expected, result.getRemoteUpdate(ref), result);
        } catch (TransportException e) {
            throw new WorldFault(
                    refused(e) ? "push_refused" : "forge_down",
                    "The push to " + url + " failed: " + e.getMessage()
                            + (refused(e)
                                    ? "; check that the token may write to the repository's contents."
                                    : "; check the network and let the run go on."),
                    e);
        } catch (IOException | URISyntaxException e) {
            throw new WorldFault(
                    "git_failed", "The push from " + gitDir + " to " + url + " failed: " + e.getMessage() + ".", e);
        }
    }

    private static void judge(
            String url,
            String branch,
            String commit,
            Optional<String> expected,
            RemoteRefUpdate update,
            PushResult result) {
        switch (update.getStatus()) {
            case OK, UP_TO_DATE -> {}
            case REJECTED_REMOTE_CHANGED -> {
                Optional<String> now = Optional.ofNullable(result.getAdvertisedRef(HEADS + branch))
                        .map(found -> found.getObjectId().name());
                if (!now.equals(Optional.of(commit))) {
                    throw new WorldFault(
                            "push_refused",
                            "The branch '" + branch + "' of " + url + " is at " + now.orElse("no commit") + ", not at "
                                    + expected.orElse("no commit") + " as expected; somebody else moved it.");
                }
            }
            default ->
                throw new WorldFault(
                        "push_refused",
                        "The server refused the push of '" + branch + "' to " + url + " ("
                                + (update.getMessage() == null ? update.getStatus() : update.getMessage())
                                + "); look at the branch's rules there.");
        }
    }

    private static boolean refused(TransportException e) {
        String text = String.valueOf(e.getMessage()).toLowerCase(java.util.Locale.ROOT);
        return text.contains("not authorized")
                || text.contains("authentication not supported")
                || text.contains("not permitted")
                || text.contains("not found");
    }
}
