package io.jenkins.plugins.openfactory.forge.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jenkins.plugins.openfactory.edit.FileChange;
import io.jenkins.plugins.openfactory.exec.Limits;
import io.jenkins.plugins.openfactory.forge.Forge;
import io.jenkins.plugins.openfactory.forge.ForgeContract;
import io.jenkins.plugins.openfactory.forge.MemoryForgeRecords;
import io.jenkins.plugins.openfactory.git.Git;
import io.jenkins.plugins.openfactory.git.GitRepository;
import io.jenkins.plugins.openfactory.git.LocalGit;
import io.jenkins.plugins.openfactory.git.RealGit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class LocalForgeTest extends ForgeContract {
    @TempDir
    Path temp;

    private final MemoryForgeRecords records = new MemoryForgeRecords();
    private final ProcessRunner runner = new ProcessRunner();
    private LocalGit git;
    private Git.Source source;
    private GitRepository work;
    private LocalForge forge;

    @BeforeEach
    void start() throws IOException {
        Path folder = RealGit.repository(temp.resolve("demo"), "check.sh", "echo nothing to check\n");
        git = RealGit.local(temp.resolve("config"));
        source = git.inspect(folder.toString(), Optional.empty());
        work = git.fetch(source.repository(), source.branch(), source.commit(), temp.resolve("run/repo.git"));
        forge = new LocalForge(settings(), git, records, runner, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        forge.close();
    }

    private LocalForgeSettings settings() {
        return new LocalForgeSettings(
                temp.resolve("forge"),
                temp.resolve("workspaces"),
                source,
                List.of(new CheckDefinition("tests", List.of(List.of("sh", "check.sh")))),
                List.of("tests"),
                "20260102-030405-abcdef",
                "0".repeat(31) + "1",
                Limits.defaults());
    }

    @Override
    protected Forge forge() {
        return forge;
    }

    @Override
    protected GitRepository work() {
        return work;
    }

    @Override
    protected String base() {
        return source.commit();
    }

    @Override
    protected String defaultBranch() {
        return "main";
    }

    @Override
    protected String commit(String parent, boolean passing, String word) {
        String script = "echo '" + word + "'\nexit " + (passing ? 0 : 1) + "\n";
        return work.commit(
                parent, List.of(new FileChange.Modify("check.sh", script.getBytes(UTF_8))), RealGit.spec(word));
    }

    @Override
    protected List<String> comments(long pullRequest) {
        return records.comments(settings().repository(), pullRequest);
    }
}
