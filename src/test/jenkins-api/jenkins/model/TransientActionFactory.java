package jenkins.model;

import hudson.model.Action;
import java.util.Collection;
public abstract class TransientActionFactory<T> implements hudson.ExtensionPoint {
    public abstract Class<T> type();
    public native Class<? extends Action> actionType();
    public abstract Collection<? extends Action> createFor(T target);
}
