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
}
