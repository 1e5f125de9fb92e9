package hudson;

import java.util.Map;
import java.util.TreeMap;

/** Signatures only. */
public class EnvVars extends TreeMap<String, String> {
    private static final long serialVersionUID = 1L;

    public static final Map<String, String> masterEnvVars = null;
}
