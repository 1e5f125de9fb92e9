package io.jenkins.plugins.openfactory.jenkins.credentials;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import hudson.model.Run;
import hudson.security.ACL;
import io.jenkins.plugins.openfactory.engine.Phrases;
import io.jenkins.plugins.openfactory.exec.Masker;
import io.jenkins.plugins.openfactory.run.UserError;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/**
 * Secrets of a build by their credential's id, looked up anew at each use: a GitHub App's password is a fresh token
 * each time. Every value is registered with the masker before it is handed out, and kept in memory alone for the scan of
 * what is published. Safe for any thread.
 */
public final class Secrets {
    private final Run<?, ?> build;
    private final Masker masker;
    private final Set<String> given = ConcurrentHashMap.newKeySet();

    public Secrets(Run<?, ?> build, Masker masker) {
        this.build = build;
        this.masker = masker;
    }

    /**
     * The secret itself.
     *
     * @param id of a secret text, or of a user name with password (a GitHub App is one), whose password is meant
     * @param url what it is used for
     * @throws UserError where the build can't see such a credential
     */
    public String text(String id, String url) {
        String value = find(StringCredentials.class, id, url)
                .map(found -> tracked(found).getSecret().getPlainText())
                .or(() ->
                        find(StandardUsernamePasswordCredentials.class, id, url).map(found -> password(found, id)))
                .orElseThrow(() -> new UserError("There is no credential '" + id
                        + "' that this build may use as secret text or as user name with password;"
                        + " make one in this folder or for the whole of Jenkins."));
        masker.register(value);
        given.add(value);
        return value;
    }

    /**
     * A secret of the whole of Jenkins, for an administrator's form.
     *
     * @throws UserError where there is no such credential
     */
    public static String ofJenkins(String id, String url) {
        List<DomainRequirement> requirements =
                URIRequirementBuilder.fromUri(url).build();
        StringCredentials text = CredentialsProvider.findCredentialByIdInItemGroup(
                id, StringCredentials.class, null, ACL.SYSTEM2, requirements);
        if (text != null) {
            return text.getSecret().getPlainText();
        }
        StandardUsernamePasswordCredentials pair = CredentialsProvider.findCredentialByIdInItemGroup(
                id, StandardUsernamePasswordCredentials.class, null, ACL.SYSTEM2, requirements);
        if (pair == null) {
            throw new UserError("There is no credential '" + id + "' for the whole of Jenkins; make one.");
        }
        return pair.getPassword().getPlainText();
    }

    /** A user name with its password. */
    public record Login(String user, String password) {
        /** Never shows the password. */
        @Override
        public String toString() {
            return user;
        }
    }

    /**
     * A user name with password of the whole of Jenkins, for Jenkins itself.
     *
     * @throws UserError where there is no such credential
     */
    public static Login loginOfJenkins(String id, String url) {
        StandardUsernamePasswordCredentials pair = CredentialsProvider.findCredentialByIdInItemGroup(
                id, StandardUsernamePasswordCredentials.class, null, ACL.SYSTEM2, List.of());
        if (pair == null) {
            throw new UserError("There is no user name with password '" + id + "' for the whole of Jenkins, which "
                    + url + " is opened with; make one.");
        }
        return new Login(pair.getUsername(), pair.getPassword().getPlainText());
    }

    /** Every value that was handed out. */
    public Set<String> given() {
        return Set.copyOf(given);
    }

    private String password(StandardUsernamePasswordCredentials found, String id) {
        try {
            return tracked(found).getPassword().getPlainText();
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new UserError(
                    "The credential '" + id + "' gave no token: " + Phrases.clause(String.valueOf(e.getMessage()))
                            + ". If it is a GitHub App, build this in a multibranch project or an organization folder of"
                            + " GitHub, which tells it the repository, or name the owner and the repositories in the"
                            + " credential.",
                    e);
        }
    }

    /** As the build's own: Jenkins tells a GitHub App the repository that the job was made for, and no other. */
    private <C extends StandardCredentials> Optional<C> find(Class<C> type, String id, String url) {
        return Optional.ofNullable(CredentialsProvider.findCredentialById(
                id, type, build, URIRequirementBuilder.fromUri(url).build()));
    }

    private <C extends StandardCredentials> C tracked(C found) {
        CredentialsProvider.track(build, found);
        return found;
    }
}
