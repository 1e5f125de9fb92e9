package io.jenkins.plugins.openfactory.exec;

import java.util.List;

/** What the policy says about an argument list. */
public sealed interface Decision {
    /**
     * A rule allows it.
     *
     * @param arguments what follows the program, without the rule's prefix
     */
    record Allowed(PolicyRule rule, List<Argument> arguments) implements Decision {}

    /**
     * No rule does.
     *
     * @param code as in {@link CommandOutcome.Denied}
     * @param rule the nearest rule's name, or {@code none}
     * @param index the argument in which it first differs from the nearest rule
     * @param reason one sentence
     */
    record Refused(String code, String rule, int index, String reason) implements Decision {}

    /**
     * One argument, with the place of a path in it.
     *
     * @param pathFrom where a path or a list of paths starts in {@code text}; -1 where there is none
     * @param list whether it is a list with {@code :} between paths
     */
    record Argument(String text, int pathFrom, boolean list) {
        static Argument plain(String text) {
            return new Argument(text, -1, false);
        }

        /** The text with {@code /workspace} at the start of its paths replaced by the workspace's place. */
        public String seenAt(String workspace) {
            if (pathFrom < 0 || workspace.equals(Confinement.SEEN_AS)) {
                return text;
            }
            StringBuilder out = new StringBuilder(text.substring(0, pathFrom));
            String[] paths = list ? text.substring(pathFrom).split(":", -1) : new String[] {text.substring(pathFrom)};
            for (int i = 0; i < paths.length; i++) {
                boolean inside = paths[i].equals(Confinement.SEEN_AS) || paths[i].startsWith(Confinement.SEEN_AS + "/");
                out.append(i == 0 ? "" : ":")
                        .append(inside ? workspace + paths[i].substring(Confinement.SEEN_AS.length()) : paths[i]);
            }
            return out.toString();
        }
    }
}
