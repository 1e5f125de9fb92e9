package jenkins.model;

import hudson.model.*;
public interface RunAction2 extends Action {
    void onAttached(Run<?, ?> run);
    void onLoad(Run<?, ?> run);
}
