namespace RecruitmentApi;

/// <summary>What a caller sends to hand one in.</summary>
public sealed record NewApplication(string Applicant, string Job);
