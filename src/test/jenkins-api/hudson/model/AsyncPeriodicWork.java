package hudson.model;

public abstract class AsyncPeriodicWork extends PeriodicWork {
    protected AsyncPeriodicWork(String name) {}
    protected abstract void execute(TaskListener listener) throws java.io.IOException, InterruptedException;
}
