package hudson.model;

public final class Result implements java.io.Serializable {
    private static final long serialVersionUID = 1;
    public static final Result UNSTABLE = null;
    public static final Result FAILURE = null;
    public static final Result ABORTED = null;
    private Result() {}
}
