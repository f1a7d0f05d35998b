package io.weir.time;

/** Takes the watermarks of a generator or of a source. The task's thread makes all calls. */
public interface WatermarkOutput {
    /**
     * Says how far event time has come. A watermark that is not later than the one before has no effect. The output is
     * active afterwards.
     *
     * @param watermark how far
     */
    void emitWatermark(Watermark watermark);

    /** Says that nothing comes for now: event time goes on without this output. */
    void markIdle();

    /** Says that records come again: event time waits for this output again. */
    void markActive();
}
