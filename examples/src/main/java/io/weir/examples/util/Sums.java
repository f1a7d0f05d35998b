package io.weir.examples.util;

/**
 * What has to be known of measurements to lay a straight line through them.
 *
 * @param sensor the sensor
 * @param count how many measurements
 * @param x the sum of x
 * @param y the sum of y
 * @param xx the sum of x squared
 * @param xy the sum of x times y
 */
public record Sums(int sensor, long count, double x, double y, double xx, double xy) {
    /** Those of no measurement. */
    public static final Sums NONE = new Sums(0, 0, 0, 0, 0, 0);

    /**
     * Returns those of one measurement.
     *
     * @param one the measurement
     */
    public static Sums of(Measurement one) {
        double x = one.x();
        return new Sums(one.sensor(), 1, x, one.y(), x * x, x * one.y());
    }

    /**
     * Returns those of both.
     *
     * @param other those of other measurements of the same sensor
     */
    public Sums plus(Sums other) {
        return new Sums(other.sensor, count + other.count, x + other.x, y + other.y, xx + other.xx, xy + other.xy);
    }

    /**
     * Returns where the line of least squares is.
     *
     * @param at x
     * @return y
     */
    public double predict(double at) {
        double slope = (count * xy - x * y) / (count * xx - x * x);
        return y / count + slope * (at - x / count);
    }
}
