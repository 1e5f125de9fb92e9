package hudson;

import java.util.Map;
import java.util.TreeMap;
public class EnvVars extends TreeMap<String, String> {
    private static final long serialVersionUID = 1;
    public static final Map<String, String> masterEnvVars = Map.of();
    public static native EnvVars createCookie();
}
