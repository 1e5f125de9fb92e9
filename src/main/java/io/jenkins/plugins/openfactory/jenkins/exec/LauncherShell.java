package io.jenkins.plugins.openfactory.jenkins.exec;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.Proc;
import io.jenkins.plugins.openfactory.exec.Shell;
import io.jenkins.plugins.openfactory.run.RunCancelledException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The system that a step's decorated launcher leads to, for instance a container that shares the workspace with its
 * agent. Files are written by the agent. Safe for any thread.
 */
final class LauncherShell implements Shell {
    private final Launcher launcher;
    private final FilePath folder;
    private final Function<Path, FilePath> trees;
    private final FilePath trial;

    /**
     * @param folder where our own files are, on the agent and in the container
     * @param trees where the copies of working trees are
     */
    LauncherShell(Launcher launcher, FilePath folder, Function<Path, FilePath> trees) {
        this.launcher = launcher;
        this.folder = folder;
        this.trees = trees;
        this.trial = folder.child("trial");
    }

    @Override
    public String workspace(Path ours) {
        return trees.apply(ours).getRemote();
    }

    @Override
    public String trial() {
        return reach(trial, () -> {
            trial.act(TreeWork.trial());
            return trial.child("tree").getRemote();
        });
    }

    @Override
    public String path(String name) {
        return folder.child(name).getRemote();
    }

    @Override
    public String write(String name, byte[] content) {
        FilePath file = folder.child(name);
        return reach(file, () -> {
            file.getParent().mkdirs();
            file.copyFrom(new ByteArrayInputStream(content));
            return file.getRemote();
        });
    }

    @Override
    public String read(String name) {
        FilePath file = folder.child(name);
        return reach(file, () -> file.exists() ? file.readToString() : "");
    }

    @Override
    public void delete(String name) {
        FilePath file = folder.child(name);
        reach(file, () -> {
            file.deleteRecursive();
            return name;
        });
    }

    @Override
    public Running start(List<String> argv, OutputStream out, OutputStream err) throws IOException {
        EnvVars cookie = EnvVars.createCookie();
        try {
            return new Started(
                    launcher.launch()
                            .cmds(argv)
                            .envs(cookie)
                            .pwd(folder)
                            .quiet(true)
                            .stdout(out)
                            .stderr(err)
                            .start(),
                    cookie);
        } catch (IOException e) {
            RuntimeException lost = Lost.of(folder, e);
            if (Lost.isLoss(lost)) {
                throw lost;
            }
            throw e;
        }
    }

    /** Something that is done over the agent's connection. */
    private interface Remote<T> {
        T get() throws IOException, InterruptedException;
    }

    private static <T> T reach(FilePath at, Remote<T> work) {
        try {
            return work.get();
        } catch (IOException e) {
            throw Lost.of(at, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunCancelledException();
        }
    }

    /** A process that the launcher started. */
    private final class Started implements Running {
        private final Proc process;
        private final EnvVars cookie;
        private final CompletableFuture<Integer> code = new CompletableFuture<>();

        Started(Proc process, EnvVars cookie) {
            this.process = process;
            this.cookie = cookie;
            Thread waiting = new Thread(this::join, "openfactory-launched");
            waiting.setDaemon(true);
            waiting.start();
        }

        private void join() {
            try {
                code.complete(process.join());
            } catch (IOException | InterruptedException | RuntimeException e) {
                code.completeExceptionally(e);
            }
        }

        @Override
        public OptionalInt await(Duration patience) {
            try {
                return OptionalInt.of(code.get(patience.toMillis(), TimeUnit.MILLISECONDS));
            } catch (TimeoutException e) {
                return OptionalInt.empty();
            } catch (ExecutionException e) {
                throw Lost.of(folder, e);
            } catch (InterruptedException e) {
                kill();
                Thread.currentThread().interrupt();
                throw new RunCancelledException();
            }
        }

        /** The process that we started, and by the cookie in its environment whatever of it is left in the container. */
        @Override
        public void kill() {
            if (code.isDone()) {
                return;
            }
            quietly(process::kill);
            quietly(() -> launcher.kill(cookie));
        }
    }

    private interface Deed {
        void run() throws IOException, InterruptedException;
    }

    private static void quietly(Deed deed) {
        try {
            deed.run();
        } catch (IOException e) {
            System.getLogger(LauncherShell.class.getName())
                    .log(System.Logger.Level.INFO, "a launcher could not kill a command", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
