package io.jenkins.plugins.openfactory.engine;

import io.jenkins.plugins.openfactory.run.StageId;

/**
 * One stage of the pipeline. It reads documents and gives one back, and touches the world only through
 * {@link StageContext#doors}. After a crash it is run again from its beginning: what was done is returned from the
 * record, so everything between two effects must follow from their outcomes alone.
 */
public interface Stage {
    StageId id();

    StageResult run(StageContext context);

    /**
     * Asked when the stage has succeeded earlier and the run goes on from there, and once more right before the run is
     * called done: whether that success still holds. Anything but {@link StageResult.Succeeded} and
     * {@link StageResult.Waiting} makes the stage fail after all.
     */
    default StageResult confirm(StageContext context) {
        return new StageResult.Succeeded("");
    }
}
