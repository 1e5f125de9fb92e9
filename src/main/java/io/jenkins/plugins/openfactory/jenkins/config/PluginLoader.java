package io.jenkins.plugins.openfactory.jenkins.config;

import java.util.function.Supplier;

/** Runs our code with the plugin's own class loader, so that libraries find their services in it. Safe for any thread. */
public final class PluginLoader {
    private PluginLoader() {}

    /** Runs the work and gives the thread its class loader back. */
    public static <T> T with(Supplier<T> work) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(PluginLoader.class.getClassLoader());
        try {
            return work.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
