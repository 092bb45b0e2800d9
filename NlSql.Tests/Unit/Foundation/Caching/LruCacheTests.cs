using NlSql.Core.Foundation.Caching;

namespace NlSql.Tests.Unit.Foundation.Caching;

public sealed class LruCacheTests
{
    [Fact]
    public void Set_OverCapacity_DropsTheLeastRecentlyUsed()
    {
        var cache = new LruCache<string, int>(2);
        cache.Set("a", 1);
        cache.Set("b", 2);
        Assert.True(cache.TryGet("a", out _));

        cache.Set("c", 3);

        Assert.False(cache.TryGet("b", out _));
        Assert.True(cache.TryGet("a", out var a));
        Assert.Equal(1, a);
        Assert.Equal(2, cache.Count);
    }

    [Fact]
    public void Set_SameKey_ReplacesTheValue()
    {
        var cache = new LruCache<string, int>(2);
        cache.Set("a", 1);
        cache.Set("a", 2);

        Assert.True(cache.TryGet("a", out var value));
        Assert.Equal(2, value);
        Assert.Equal(1, cache.Count);
    }

    [Fact]
    public void Set_NoCapacity_KeepsNothing()
    {
        var cache = new LruCache<string, int>(0);
        cache.Set("a", 1);

        Assert.Equal(0, cache.Count);
    }

    [Fact]
    public void TryGet_ManyThreads_NeverExceedsTheCapacity()
    {
        var cache = new LruCache<int, int>(10);

        Parallel.For(0, 10_000, i =>
        {
            cache.Set(i % 37, i);
            cache.TryGet(i % 17, out _);
        });

        Assert.Equal(10, cache.Count);
    }
}
