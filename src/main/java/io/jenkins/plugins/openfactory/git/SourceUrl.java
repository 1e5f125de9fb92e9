package io.jenkins.plugins.openfactory.git;

import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.api.LsRemoteCommand;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;

/**
 * A repository behind http or https, read with JGit. Safe for any thread.
 *
 * @param reader who reads it; empty for nobody in particular
 */
record SourceUrl(String url, Optional<RemotePush.Credential> reader) {
    private static final int SECONDS = 60;
    private static final String HEADS = "refs/heads/";

    SourceUrl {
        try {
            URIish parsed = new URIish(url);
            if (parsed.getUser() != null || parsed.getPass() != null) {
                throw new UserError("The URL of the repository on " + parsed.getHost()
                        + " holds a credential; leave it out of the URL.");
            }
        } catch (URISyntaxException e) {
            throw new UserError("'" + url + "' is not a URL: " + e.getReason() + ".", e);
        }
    }

    /**
     * Asks the server for its branches.
     *
     * @param any a repository that JGit wants where a server speaks the old protocol; nothing is stored in it
     */
    Git.Source inspect(Optional<String> wanted, Repository any) {
        Map<String, Ref> refs;
        try {
            refs = new LsRemoteCommand(any)
                    .setRemote(url)
                    .setCredentialsProvider(credentials())
                    .setTimeout(SECONDS)
                    .callAsMap();
        } catch (GitAPIException e) {
            throw new UserError(
                    "The repository " + url + " can't be reached (" + cause(e)
                            + "); check the address, the network and that it can be read "
                            + (reader.isPresent() ? "with the given credential." : "without a credential."),
                    e);
        }
        List<String> branches = refs.keySet().stream()
                .filter(name -> name.startsWith(HEADS))
                .map(name -> name.substring(HEADS.length()))
                .sorted()
                .toList();
        if (branches.isEmpty()) {
            throw new UserError("The repository at " + url + " has no commits; commit something first.");
        }
        String branch = wanted.or(() -> Optional.ofNullable(refs.get("HEAD"))
                        .filter(Ref::isSymbolic)
                        .map(head -> head.getTarget().getName())
                        .filter(name -> name.startsWith(HEADS))
                        .map(name -> name.substring(HEADS.length())))
                .orElseThrow(() -> new UserError("The repository at " + url
                        + " does not say which branch is its default; name one with --base ("
                        + SourceFolder.names(branches) + ")."));
        if (!branches.contains(branch)) {
            throw new UserError("The repository at " + url + " has no branch '" + branch + "'; it has "
                    + SourceFolder.names(branches) + ".");
        }
        return new Git.Source(
                url, branch, refs.get(HEADS + branch).getObjectId().name());
    }

    /** Fetches a branch, and whatever commit is wanted should the branch have moved on. */
    void fetch(Repository into, RefSpec spec) {
        try (Transport transport = Transport.open(into, new URIish(url))) {
            transport.setTimeout(SECONDS);
            transport.setTagOpt(TagOpt.NO_TAGS);
            transport.setCredentialsProvider(credentials());
            transport.fetch(NullProgressMonitor.INSTANCE, List.of(spec));
        } catch (IOException | URISyntaxException e) {
            throw new WorldFault(
                    "source_unreachable",
                    "The repository " + url + " can't be fetched (" + cause(e) + "); check the network and try again.",
                    e);
        }
    }

    /** Null, which JGit takes for "ask nobody", where there is no credential. */
    private CredentialsProvider credentials() {
        return reader.map(who -> new UsernamePasswordCredentialsProvider(who.user(), who.password()))
                .orElse(null);
    }

    private static String cause(Throwable e) {
        Throwable deepest = e;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        return deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
    }
}
