using MudBlazor;

namespace NlSql.Web.Components.Theme;

/// <summary>MudBlazor's theme out of our tokens: colours, the two fonts, sizes in px, and a shadow on pop-ups alone.</summary>
internal sealed class TokenTheme
{
    private const string Sans = "var(--sans)";

    private static readonly string[] NoShadows = [.. Enumerable.Repeat("none", 26)];

    public TokenTheme(IWebHostEnvironment environment)
    {
        using var reader = new StreamReader(environment.WebRootFileProvider.GetFileInfo("css/tokens.css").CreateReadStream());
        var tokens = ColourTokens.Parse(reader.ReadToEnd());
        Light = Make(Palette(tokens, dark: false));
        Dark = Make(Palette(tokens, dark: true));
    }

    /// <summary>For a light page.</summary>
    public MudTheme Light { get; }

    /// <summary>For a dark page. Its colours stand in <see cref="MudTheme.PaletteLight"/>, because the browser decides which of the two is shown.</summary>
    public MudTheme Dark { get; }

    private static MudTheme Make(PaletteLight palette) => new()
    {
        PaletteLight = palette,
        LayoutProperties = new() { DefaultBorderRadius = "8px", AppbarHeight = "48px", DrawerWidthLeft = "240px" },
        Typography = new()
        {
            Default = new DefaultTypography { FontFamily = [Sans], FontSize = "14px", LineHeight = "20px", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontFamily = [Sans], FontSize = "14px", LineHeight = "20px", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontFamily = [Sans], FontSize = "13px", LineHeight = "20px", LetterSpacing = "normal" },
            Caption = new CaptionTypography { FontFamily = [Sans], FontSize = "12px", LineHeight = "16px", LetterSpacing = "normal" },
            H5 = new H5Typography { FontFamily = [Sans], FontSize = "20px", FontWeight = "600", LineHeight = "28px", LetterSpacing = "-0.01em" },
            H6 = new H6Typography { FontFamily = [Sans], FontSize = "16px", FontWeight = "600", LineHeight = "24px", LetterSpacing = "normal" },
            Button = new ButtonTypography
            {
                FontFamily = [Sans], FontSize = "13px", FontWeight = "500", LineHeight = "20px", LetterSpacing = "normal", TextTransform = "none",
            },
        },
        Shadows = new() { Elevation = [.. NoShadows] },
    };

    private static PaletteLight Palette(ColourTokens tokens, bool dark)
    {
        string Of(string name) => tokens.Of(name, dark);
        return new()
        {
            Primary = Of("accent"),
            PrimaryContrastText = Of("on-accent"),
            Secondary = Of("muted"),
            SecondaryContrastText = Of("surface"),
            Tertiary = Of("series-2"),
            Info = Of("accent"),
            InfoContrastText = Of("on-accent"),
            Success = Of("good"),
            SuccessContrastText = Of("surface"),
            Warning = Of("warning"),
            WarningContrastText = Of("surface"),
            Error = Of("bad"),
            ErrorContrastText = Of("surface"),
            Dark = Of("text"),
            DarkContrastText = Of("surface"),
            TextPrimary = Of("text"),
            TextSecondary = Of("muted"),
            TextDisabled = Of("muted"),
            ActionDefault = Of("muted"),
            ActionDisabled = Of("muted"),
            ActionDisabledBackground = Of("soft"),
            Background = Of("canvas"),
            BackgroundGray = Of("soft"),
            Surface = Of("surface"),
            DrawerBackground = Of("surface"),
            DrawerText = Of("text"),
            DrawerIcon = Of("muted"),
            AppbarBackground = Of("surface"),
            AppbarText = Of("text"),
            LinesDefault = Of("line"),
            LinesInputs = Of("line-strong"),
            Divider = Of("line"),
            DividerLight = Of("line"),
            TableLines = Of("line"),
            TableStriped = Of("soft"),
            TableHover = Of("soft"),
            OverlayDark = "rgba(0, 0, 0, 0.4)",
        };
    }
}
