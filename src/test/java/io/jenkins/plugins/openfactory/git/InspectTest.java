package io.jenkins.plugins.openfactory.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectTest {
    @TempDir
    Path temp;

    private LocalGit git;
    private Path source;

    @BeforeEach
    void start() throws IOException {
        git = RealGit.local(temp.resolve("config"));
        source = RealGit.repository(temp.resolve("source"), "a.txt", "one\n", "b.txt", "two\n");
    }

    @Test
    void shouldFindTheCurrentBranchOfAWorkingTree() {
        assertThat(git.inspect(source.toString(), Optional.empty()))
                .isEqualTo(new Git.Source(real(source), "main", head("main")));
    }

    @Test
    void shouldFindTheSameThroughEveryName() throws IOException {
        Path bare = temp.resolve("bare.git");
        RealGit.git(temp, "clone", "-q", "--bare", source.toString(), bare.toString());
        Path linked = temp.resolve("linked");
        RealGit.git(source, "worktree", "add", "-q", "-b", "other", linked.toString());
        Path link = Files.createSymbolicLink(temp.resolve("link"), source);
        Git.Source found = git.inspect(source.toString(), Optional.empty());

        assertThat(git.inspect(source.resolve(".git").toString(), Optional.empty()))
                .isEqualTo(found);
        assertThat(git.inspect(link.toString(), Optional.empty())).isEqualTo(found);
        assertThat(git.inspect(source.toUri().toString(), Optional.empty())).isEqualTo(found);
        assertThat(git.inspect(source + "/./", Optional.of("main"))).isEqualTo(found);
        assertThat(git.inspect(bare.toString(), Optional.empty()).commit()).isEqualTo(found.commit());
        assertThat(git.inspect(linked.toString(), Optional.empty()))
                .isEqualTo(new Git.Source(real(linked), "other", found.commit()));
        assertThat(git.fetch(linked.toString(), "other", found.commit(), temp.resolve("run.git"))
                        .paths(found.commit()))
                .containsExactly("a.txt", "b.txt");
    }

    @Test
    void shouldNameWhatIsNotThere() {
        refused(temp.resolve("none").toString()).hasMessageContaining("none does not exist");
        refused("relative/none").hasMessageContaining("relative/none does not exist");
        refused("").hasMessageContaining("is empty");
        refused("file:///none/at/all").hasMessageContaining("/none/at/all does not exist");
        refused("git@example.org:team/repo.git").hasMessageContaining("clone it");
        refused("ssh://example.org/repo.git").hasMessageContaining("clone it");
        refused("a\0b").hasMessageContaining("neither a path nor a URL");
    }

    @Test
    void shouldNameAFolderThatIsNoRepository() throws IOException {
        Path plain = Files.createDirectories(temp.resolve("plain"));
        refused(plain.toString()).hasMessageContaining("plain is not a git repository");
        refused(source.resolve("a.txt").toString()).hasMessageContaining("give " + real(source));
        Path inside = Files.createDirectories(source.resolve("dir"));
        refused(inside.toString()).hasMessageContaining("inside the git repository " + real(source));
        Files.createDirectories(plain.resolve(".git"));
        refused(plain.toString()).hasMessageContaining("not a git repository");
    }

    @Test
    void shouldNameARepositoryWithoutCommits() throws IOException {
        Path empty = Files.createDirectories(temp.resolve("empty"));
        RealGit.git(empty, "init", "-q");
        refused(empty.toString())
                .hasMessage("The repository at " + real(empty) + " has no commits; commit something first.");
    }

    @Test
    void shouldNameTheBranchesThatExist() {
        for (int i = 0; i < 12; i++) {
            RealGit.git(source, "branch", "topic/" + (char) ('a' + i));
        }
        assertThatThrownBy(() -> git.inspect(source.toString(), Optional.of("nope")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("has no branch 'nope'; it has main, topic/a")
                .hasMessageContaining("topic/i and 3 more.");
        assertThat(git.inspect(source.toString(), Optional.of("topic/b")).branch())
                .isEqualTo("topic/b");
    }

    @Test
    void shouldAskForABranchWhereTheHeadIsDetached() {
        RealGit.git(source, "checkout", "-q", "--detach");
        refused(source.toString()).hasMessageContaining("detached HEAD").hasMessageContaining("--base (it has main)");
        assertThat(git.inspect(source.toString(), Optional.of("main")).commit()).isEqualTo(head("main"));
    }

    @Test
    void shouldNameUncommittedChanges() throws IOException {
        RealGit.write(source, "untracked.txt", "fine");
        assertThat(git.inspect(source.toString(), Optional.empty()).branch()).isEqualTo("main");

        RealGit.write(source, "a.txt", "changed", "c d.txt", "staged");
        Files.delete(source.resolve("b.txt"));
        RealGit.git(source, "add", "c d.txt");
        refused(source.toString())
                .hasMessage("The repository at " + real(source)
                        + " has uncommitted changes (a.txt, b.txt, c d.txt); commit or stash them first.");
        for (int i = 0; i < 6; i++) {
            RealGit.write(source, "new" + i, "x");
            RealGit.git(source, "add", "new" + i);
        }
        refused(source.toString()).hasMessageContaining("(a.txt, b.txt, c d.txt, new0, new1 and 4 more)");
        RealGit.git(source, "branch", "clean");
        assertThat(git.inspect(source.toString(), Optional.of("clean")).branch())
                .isEqualTo("clean");
    }

    @Test
    void shouldStartNothingThatAHostileRepositoryConfigures() throws IOException {
        Path marker = temp.resolve("executed");
        String command = "touch " + marker + "; cat";
        RealGit.write(source, ".gitattributes", "*.txt filter=evil diff=evil\n");
        RealGit.git(source, "add", "-A");
        RealGit.git(source, "commit", "-q", "-m", "attributes");
        for (String key : new String[] {
            "core.fsmonitor",
            "core.sshCommand",
            "core.gitProxy",
            "core.alternateRefsCommand",
            "uploadpack.packObjectsHook",
            "filter.evil.clean",
            "filter.evil.smudge",
            "filter.evil.process",
            "diff.evil.textconv",
            "diff.external",
            "remote.origin.uploadpack"
        }) {
            RealGit.git(source, "config", key, command);
        }
        RealGit.git(source, "config", "filter.evil.required", "true");
        RealGit.git(source, "config", "filter.a=b.clean", command);
        RealGit.git(source, "config", "protocol.ext.allow", "always");
        RealGit.git(source, "config", "core.hooksPath", temp.resolve("hooks").toString());
        RealGit.write(temp.resolve("hooks"), "post-index-change", "#!/bin/sh\n" + command);
        assertThat(temp.resolve("hooks/post-index-change").toFile().setExecutable(true))
                .isTrue();
        RealGit.write(source, "a.txt", "one\n", "b.txt", "two\n");

        Git.Source found = git.inspect(source.toString(), Optional.empty());
        GitRepository repo = git.fetch(found.repository(), "main", found.commit(), temp.resolve("run.git"));
        repo.checkout(temp.resolve("work"), found.commit());
        assertThat(repo.snapshot(temp.resolve("work"), found.commit())).isEmpty();
        assertThat(marker).doesNotExist();

        assertThatThrownBy(() -> RealGit.git(source, "status")).isInstanceOf(AssertionError.class);
        assertThat(marker).as("the trap works").exists();
    }

    @Test
    void shouldStartNothingForAPartialClone() throws IOException {
        Path marker = temp.resolve("executed");
        String blob = RealGit.git(source, "rev-parse", "HEAD:a.txt").strip();
        RealGit.git(source, "config", "remote.origin.url", source.toString());
        RealGit.git(source, "config", "remote.origin.promisor", "true");
        RealGit.git(source, "config", "remote.origin.uploadpack", "touch " + marker + "; git-upload-pack");
        RealGit.git(source, "config", "extensions.partialClone", "origin");
        RealGit.git(source, "config", "core.repositoryformatversion", "1");
        Files.delete(
                source.resolve(".git/objects").resolve(blob.substring(0, 2)).resolve(blob.substring(2)));
        Git.Source found = git.inspect(source.toString(), Optional.empty());
        assertThatThrownBy(() -> git.fetch(found.repository(), "main", found.commit(), temp.resolve("run.git")))
                .hasMessageContaining("git");
        assertThat(marker).doesNotExist();
    }

    @Test
    void shouldReadARepositoryOfAnotherUser() {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "only root can give files away");
        chown(source);
        Git.Source found = git.inspect(source.toString(), Optional.empty());
        assertThat(git.fetch(found.repository(), "main", found.commit(), temp.resolve("run.git"))
                        .paths(found.commit()))
                .hasSize(2);
    }

    @Test
    void shouldTakeAShallowClone() throws IOException {
        for (int i = 0; i < 3; i++) {
            RealGit.write(source, "a.txt", "change " + i);
            RealGit.git(source, "commit", "-q", "-a", "-m", "change " + i);
        }
        Path shallow = temp.resolve("shallow");
        RealGit.git(temp, "clone", "-q", "--depth=2", "file://" + source, shallow.toString());
        Git.Source found = git.inspect(shallow.toString(), Optional.empty());
        GitRepository repo = git.fetch(found.repository(), "main", found.commit(), temp.resolve("run.git"));
        Path gitDir = repo.checkout(temp.resolve("work"), found.commit());
        assertThat(RealGit.git(gitDir, "--git-dir=.", "rev-list", "--count", "HEAD", "--"))
                .isEqualTo("2\n");
        HostedRepository hosted = git.host(temp.resolve("hosted.git"));
        hosted.follow(found);
        String commit = repo.commit(found.commit(), java.util.List.of(), RealGit.spec("on top"));
        hosted.push(repo.gitDir(), commit, "topic", Optional.empty());
        assertThat(hosted.branch("topic")).contains(commit);
    }

    @Test
    void shouldFetchTheInspectedCommitEvenWhenTheBranchMovedOn() throws IOException {
        Git.Source found = git.inspect(source.toString(), Optional.empty());
        RealGit.git(source, "commit", "-q", "--amend", "--allow-empty", "-m", "rewritten");
        GitRepository repo = git.fetch(found.repository(), "main", found.commit(), temp.resolve("run.git"));
        assertThat(repo.message(found.commit())).isEqualTo("first\n");
        assertThat(git.fetch("/no/longer/there", "main", found.commit(), temp.resolve("run.git"))
                        .paths(found.commit()))
                .hasSize(2);
    }

    @Test
    void shouldSayThatACommitIsGone() {
        String never = "1".repeat(40);
        assertThatThrownBy(() -> git.fetch(source.toString(), "main", never, temp.resolve("run.git")))
                .isInstanceOfSatisfying(
                        WorldFault.class, fault -> assertThat(fault.code()).isEqualTo("source_moved"))
                .hasMessageContaining(never);
    }

    @Test
    void shouldFetchAgainAfterAFetchThatWasKilled() throws IOException {
        Git.Source found = git.inspect(source.toString(), Optional.empty());
        Path gitDir = temp.resolve("run.git");
        Files.createDirectories(gitDir.resolve("objects/pack"));
        Files.writeString(gitDir.resolve("objects/pack/tmp_pack_xyz"), "half");
        Files.createDirectories(gitDir.resolve("refs/openfactory"));
        Files.writeString(gitDir.resolve("refs/openfactory/fetched.lock"), "");
        Files.createDirectories(gitDir.resolve("refs/remotes/source"));
        Files.writeString(gitDir.resolve("refs/remotes/source/main.lock"), "");
        assertThat(git.fetch(found.repository(), "main", found.commit(), gitDir).paths(found.commit()))
                .hasSize(2);
    }

    @Test
    void shouldReadARepositoryOverHttp() throws IOException {
        Path bare = temp.resolve("bare.git");
        RealGit.git(temp, "clone", "-q", "--bare", source.toString(), bare.toString());
        RealGit.git(bare, "update-server-info");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            Path file = bare.resolve(exchange.getRequestURI().getPath().replaceFirst("^/+bare.git/", ""));
            boolean found = Files.isRegularFile(file);
            byte[] body = found ? Files.readAllBytes(file) : new byte[0];
            exchange.sendResponseHeaders(found ? 200 : 404, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/bare.git";
            Git.Source found = git.inspect(url, Optional.empty());
            assertThat(found).isEqualTo(new Git.Source(url, "main", head("main")));
            assertThat(git.fetch(url, "main", found.commit(), temp.resolve("run.git"))
                            .paths(found.commit()))
                    .containsExactly("a.txt", "b.txt");
            assertThatThrownBy(() -> git.inspect(url, Optional.of("nope")))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("it has main");
            refused(url.replace("bare.git", "other.git")).hasMessageContaining("can't be reached");
            refused(url.replace("127", "ann:hunter2@127"))
                    .hasMessageContaining("holds a credential")
                    .message()
                    .doesNotContain("hunter2");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void shouldNameAServerThatDoesNotAnswer() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        refused("http://127.0.0.1:" + port + "/x.git").hasMessageContaining("can't be reached (Connection refused");
    }

    @Test
    void shouldNameAMissingOrOldGit() throws IOException {
        assertThatThrownBy(() -> LocalGit.find("relative:" + temp))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("install git 2.34");
        Path old = temp.resolve("git");
        Files.writeString(old, "#!/bin/sh\necho git version 2.33.9\n");
        assertThat(old.toFile().setExecutable(true)).isTrue();
        assertThatThrownBy(() -> new LocalGit(old, temp.resolve("config")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("2.33.9");
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refused(String repository) {
        return assertThatThrownBy(() -> git.inspect(repository, Optional.empty()))
                .isInstanceOf(UserError.class);
    }

    private String head(String branch) {
        return RealGit.git(source, "rev-parse", branch).strip();
    }

    private static String real(Path path) {
        try {
            return path.toRealPath().toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void chown(Path folder) {
        try (var files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                Files.setAttribute(file, "unix:uid", 12345, java.nio.file.LinkOption.NOFOLLOW_LINKS);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
