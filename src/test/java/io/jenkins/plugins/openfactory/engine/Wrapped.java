package io.jenkins.plugins.openfactory.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A port of which one method's outcome is another than the real one's. */
public final class Wrapped {
    private Wrapped() {}

    /** What a call gives in the place of the real outcome. */
    @FunctionalInterface
    public interface Change {
        Object of(Object[] arguments, Object outcome);
    }

    public static <T> T of(Class<T> type, T real, String method, Change change) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, args) -> {
            try {
                Object outcome = called.invoke(real, args);
                return called.getName().equals(method) ? change.of(args, outcome) : outcome;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
