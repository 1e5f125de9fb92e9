package io.jenkins.plugins.openfactory.engine.stage.cigate;

import io.jenkins.plugins.openfactory.forge.Forge;
import java.lang.reflect.Proxy;

/** Lets something happen at a moment of a forge's work that a test can't reach otherwise. */
final class Moments {
    private Moments() {}

    /** The same forge; before each call of a method something happens. */
    static Forge before(Forge real, String method, Runnable event) {
        return (Forge) Proxy.newProxyInstance(
                Forge.class.getClassLoader(), new Class<?>[] {Forge.class}, (proxy, called, arguments) -> {
                    if (called.getName().equals(method)) {
                        event.run();
                    }
                    return GateBench.real(real, called, arguments);
                });
    }
}
