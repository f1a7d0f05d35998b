package io.weir.examples.util;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A point in the plane.
 *
 * @param x its first coordinate
 * @param y its second coordinate
 */
public record Point(double x, double y) {
    /**
     * Reads a point.
     *
     * @param line {@code x,y}
     */
    public static Point parse(String line) {
        int comma = line.indexOf(',');
        return new Point(Double.parseDouble(line.substring(0, comma)), Double.parseDouble(line.substring(comma + 1)));
    }

    /**
     * Makes points around some others, the same each time.
     *
     * @param centers the others
     * @param each how many points for each of them
     */
    public static List<Point> around(List<Point> centers, int each) {
        Random random = new Random(3);
        List<Point> points = new ArrayList<>();
        for (Point center : centers) {
            for (int i = 0; i < each; i++) {
                points.add(new Point(center.x + random.nextGaussian(), center.y + random.nextGaussian()));
            }
        }
        return points;
    }

    /**
     * Makes points near a line, the same each time.
     *
     * @param intercept where the line meets x = 0
     * @param slope how steep it is
     * @param count how many points
     */
    public static List<Point> near(double intercept, double slope, int count) {
        Random random = new Random(5);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double x = random.nextDouble() * 2 - 1;
            points.add(new Point(x, intercept + slope * x + random.nextGaussian() / 100));
        }
        return points;
    }

    /** Returns the square of the distance to another point. */
    public double squaredDistance(Point other) {
        return (x - other.x) * (x - other.x) + (y - other.y) * (y - other.y);
    }
}
