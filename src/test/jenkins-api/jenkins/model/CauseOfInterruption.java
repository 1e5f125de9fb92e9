package jenkins.model;

public abstract class CauseOfInterruption implements java.io.Serializable {
    private static final long serialVersionUID = 1;
    public abstract String getShortDescription();
    public static final class UserInterruption extends CauseOfInterruption {
        private static final long serialVersionUID = 1;
        public UserInterruption(String userId) {}
        @Override public native String getShortDescription();
    }
}
