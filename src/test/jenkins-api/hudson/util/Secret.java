package hudson.util;

public final class Secret implements java.io.Serializable {
    private static final long serialVersionUID = 1;
    private Secret() {}
    public native String getPlainText();
}
