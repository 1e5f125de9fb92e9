package io.jenkins.plugins.openfactory.jenkins.run;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.openfactory.evidence.view.RunLog;
import io.jenkins.plugins.openfactory.jenkins.config.FactoryRuntime;
import io.jenkins.plugins.openfactory.jenkins.config.PluginLoader;
import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.RunEvent;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import jenkins.util.Timer;

/** Where steps are worked on and where runs that wait for a person lie. Safe for any thread. */
@Extension
public final class WorkDesk implements ExtensionPoint {
    private static final long AGAIN_SECONDS = 5;

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "openfactory-step");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Work> working = ConcurrentHashMap.newKeySet();
    private final Map<String, Work> parked = new ConcurrentHashMap<>();
    private final Map<String, Work> bodies = new ConcurrentHashMap<>();

    /** A step's work. */
    public interface Work extends Runnable {
        /** The run that it works on; null before it is known. */
        String runId();

        /** Asks the work to end as cancelled. */
        void cancel();

        /** Told that its body ended, before it is submitted again; null where the body succeeded. */
        void bodyEnded(Throwable failure);

        /** Stops at once and leaves the run for the next process. */
        void suspend();
    }

    /** The one of this Jenkins. */
    public static WorkDesk get() {
        return ExtensionList.lookupSingleton(WorkDesk.class);
    }

    /** Works on it soon, in a thread of its own and as Jenkins itself. */
    public void submit(Work work) {
        working.add(work);
        if (work.runId() != null) {
            parked.remove(work.runId(), work);
        }
        execute(work);
    }

    private void execute(Runnable work) {
        threads.execute(() -> PluginLoader.with(() -> {
            try (ACLContext context = ACL.as2(ACL.SYSTEM2)) {
                work.run();
            }
            return work;
        }));
    }

    /** Does something after a while, in a thread as {@link #submit} gives it; no thread is held until then. */
    public void after(Duration pause, Runnable deed) {
        Timer.get().schedule(() -> execute(deed), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Tries again in a few seconds. */
    public void later(Work work) {
        Timer.get().schedule(() -> submit(work), AGAIN_SECONDS, TimeUnit.SECONDS);
    }

    /** Keeps it until {@link #wake} names its run. */
    public void park(Work work) {
        parked.put(work.runId(), work);
    }

    /** Keeps it until {@link #bodyEnded} names its run. */
    public void parkBody(Work work) {
        working.add(work);
        bodies.put(work.runId(), work);
    }

    /** Tells the work whose body ended; null where the body succeeded. */
    public void bodyEnded(String runId, Throwable failure) {
        Work work = bodies.remove(runId);
        if (work != null) {
            work.bodyEnded(failure);
            submit(work);
        }
    }

    /** Goes on with a run that waits here; false where none does. */
    public boolean wake(String runId) {
        Work work = parked.get(runId);
        if (work == null) {
            return false;
        }
        submit(work);
        return true;
    }

    /** Cancels a run that waits here; false where none does. */
    public boolean cancelParked(String runId) {
        Work work = parked.getOrDefault(runId, bodies.get(runId));
        if (work == null) {
            return false;
        }
        work.cancel();
        submit(work);
        return true;
    }

    /** Whether a step of this Jenkins works on the run or waits with it. */
    public boolean has(String runId) {
        return working.stream().anyMatch(work -> runId.equals(work.runId()));
    }

    /** Forgets work that has ended. */
    public void done(Work work) {
        working.remove(work);
        if (work.runId() != null) {
            parked.remove(work.runId(), work);
            bodies.remove(work.runId(), work);
        }
    }

    /** A listener that writes a run's log, and tells another one. */
    public RunEvent.Listener listener(RunEvent.Listener other) {
        FactoryHome home = FactoryRuntime.get().open().home();
        return event -> {
            new RunLog(home.run(event.runId())).append(event);
            other.on(event);
        };
    }

    /** Stops all work for a restart; waits a little for it. */
    public void suspendAll() {
        working.forEach(Work::suspend);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                System.getLogger(WorkDesk.class.getName())
                        .log(System.Logger.Level.WARNING, "Some work of the factory did not stop within 10 s.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
