package hudson.model;

public interface RootAction extends Action, hudson.ExtensionPoint {}
