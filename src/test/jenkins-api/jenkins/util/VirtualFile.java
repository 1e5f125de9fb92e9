package jenkins.util;

public abstract class VirtualFile implements java.io.Serializable {
    private static final long serialVersionUID = 1;
    public abstract VirtualFile child(String path);
}
