package hudson;

public class ExtensionList<T> extends java.util.AbstractList<T> {
    ExtensionList() {}
    public static native <U> U lookupSingleton(Class<U> type);
    @Override public native T get(int index);
    @Override public native int size();
}
